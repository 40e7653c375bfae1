package dev.skerry.local.cluster;

import dev.skerry.local.controlplane.Places;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The local cluster of one checkout. The daemon holds a lock in the state folder for as long as it
 * lives; that lock is the only truth about whether there is one.
 */
public final class LocalCluster implements Cluster {
    private static final Duration FORCE_WAIT = Duration.ofSeconds(10);

    private final Path checkout;
    private final Places places;
    private final StateFile file;

    private LocalCluster(Path checkout, Places places) {
        this.checkout = checkout;
        this.places = places;
        this.file = new StateFile(places.state());
    }

    public static LocalCluster of(Path checkout, Map<String, String> environment) {
        return new LocalCluster(checkout, Places.of(checkout, environment));
    }

    public Places places() {
        return places;
    }

    @Override
    public Path home() {
        return places.state();
    }

    @Override
    public Path daemonLog() {
        return places.state().resolve("logs/daemon.log");
    }

    @Override
    public Optional<ClusterState> lastState() throws IOException {
        return file.read();
    }

    @Override
    public Duration stateAge() throws IOException {
        return file.writtenAt()
                .map(at -> Duration.between(at, Instant.now()))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    @Override
    public Optional<ClusterState> state() throws IOException {
        return isRunning()
                ? file.read().filter(state -> state.daemon().isPresent())
                : Optional.empty();
    }

    @Override
    public boolean isRunning() throws IOException {
        Path lock = lockFile(places.state());
        if (!Files.exists(lock)) return false;
        try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken == null;
        }
    }

    static Path lockFile(Path stateFolder) {
        return stateFolder.resolve("daemon.lock");
    }

    @Override
    public Process start(String build) throws IOException, InterruptedException {
        OwnedFiles.folder(places.state());
        OwnedFiles.folder(daemonLog().getParent());
        Files.createDirectories(places.cache());
        Programs programs = Programs.copy(checkout, places.state(), build);
        if (Thread.interrupted()) throw new InterruptedException("the cluster was not started");
        new LogFile(daemonLog()).prepare();
        List<String> command = new ArrayList<>(ownSession());
        command.add(Programs.java().toString());
        command.addAll(programs.quickStart("daemon"));
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-XX:MaxMetaspaceSize=192m",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSX",
                        "-Dorg.slf4j.simpleLogger.showThreadName=false",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        programs.libraries(),
                        Main.class.getName(),
                        places.state().toString(),
                        places.cache().toString(),
                        programs.folder().toString(),
                        build));
        return new ProcessBuilder(command)
                .directory(places.state().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(daemonLog().toFile()))
                .start();
    }

    @Override
    public boolean requestStop() throws IOException {
        Optional<ClusterState> state = state();
        state.flatMap(ClusterState::daemon).ifPresent(ProcessHandle::destroy);
        return state.isPresent();
    }

    @Override
    public boolean force() throws IOException, InterruptedException {
        Optional<ClusterState> state = file.read();
        if (state.isPresent()) {
            state.get().daemon().ifPresent(ProcessHandle::destroyForcibly);
            for (var id : state.get().processes()) {
                id.handle().ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        return awaitGone(FORCE_WAIT);
    }

    /** Waits for the daemon to be gone; false when the limit passed before. */
    public boolean awaitGone(Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isRunning()) {
            if (System.nanoTime() > deadline) return false;
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    /**
     * Removes everything the cluster keeps: etcd's data, objects, vectors, keys, logs. Programs in
     * the cache stay.
     *
     * @throws IOException where the cluster runs
     */
    public void delete() throws IOException {
        if (isRunning()) throw new IOException("the cluster runs; stop it first");
        OwnedFiles.removeTree(places.state());
    }

    @Override
    public List<String> lastWords(int lines) {
        List<String> said = PlainWords.lines(new LogFile(daemonLog()).tail(100));
        return said.subList(Math.max(0, said.size() - lines), said.size());
    }

    private static List<String> ownSession() {
        for (String folder : List.of("/usr/bin", "/bin")) {
            Path setsid = Path.of(folder, "setsid");
            if (Files.isExecutable(setsid)) return List.of(setsid.toString());
        }
        Path perl = Path.of("/usr/bin/perl");
        if (Files.isExecutable(perl)) {
            return List.of(perl.toString(), "-MPOSIX=setsid", "-e", "setsid(); exec @ARGV", "--");
        }
        return List.of("/bin/sh", "-c", "trap '' INT HUP QUIT; exec \"$@\"", "sh");
    }
}
