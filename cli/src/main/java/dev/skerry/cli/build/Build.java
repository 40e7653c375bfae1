package dev.skerry.cli.build;

import dev.skerry.cli.term.Live;
import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Terminal;
import dev.skerry.cli.term.Texts;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Builds the programs of this checkout, one build at a time. Run from source by the entry script,
 * hence with nothing but the JDK. Everything it leaves lies in {@code target/skerry}: the stamp
 * {@code built} (the hash of the sources; its time is the build's start, so that a source edited
 * meanwhile counts as newer), the lock, the log.
 */
public final class Build {
    private static final Duration LOCK_WAIT = Duration.ofMinutes(40);

    private final Path root;
    private final Map<String, String> environment;
    private final Live live;
    private final Paint paint;

    Build(Path root, Map<String, String> environment, Terminal terminal) {
        this.root = root;
        this.environment = environment;
        this.live = terminal.live(System.err);
        this.paint = terminal.paintErr();
    }

    /** No arguments; {@code SKERRY_CHECKOUT} names the checkout. Exit code 0 or 1. */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> environment = System.getenv();
        Path root = Path.of(environment.getOrDefault("SKERRY_CHECKOUT", ".")).toAbsolutePath();
        try {
            System.exit(new Build(root, environment, Terminal.of(environment)).run() ? 0 : 1);
        } catch (IOException e) {
            System.err.println("skerry: cannot build: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Builds if the sources differ from those of the last build.
     *
     * @return whether the programs are now there
     */
    boolean run() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(root.resolve("target/skerry"));
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (!lock.isValid()) return false;
            FileTime started = FileTime.from(Instant.now());
            String hash = Sources.hash(root);
            Path stamp = folder.resolve("built");
            if (complete() && Files.exists(stamp) && Files.readString(stamp).strip().equals(hash)) {
                Files.setLastModifiedTime(stamp, started);
                return true;
            }
            Files.deleteIfExists(stamp);
            if (!build(folder.resolve("build.log"))) return false;
            Path next = folder.resolve("built.next");
            Files.writeString(next, hash + "\n");
            Files.setLastModifiedTime(next, started);
            Files.move(
                    next,
                    stamp,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return true;
        } finally {
            live.close();
        }
    }

    private boolean complete() {
        return Stream.of(
                        "cli/target/skerry-cli.jar",
                        "cli/target/lib",
                        "operator/target/quarkus-app/quarkus-run.jar",
                        "trainer-image/target/lib")
                .allMatch(path -> Files.exists(root.resolve(path)));
    }

    private FileLock lock(FileChannel channel) throws IOException, InterruptedException {
        Instant started = Instant.now();
        while (true) {
            FileLock lock = channel.tryLock();
            if (lock != null) return lock;
            Duration waited = Duration.between(started, Instant.now());
            if (waited.compareTo(LOCK_WAIT) > 0) {
                throw new IOException(
                        "another build of this checkout has held target/skerry/lock for "
                                + Texts.took(waited)
                                + "; end it and try again");
            }
            live.show(
                    live.spinner()
                            + " "
                            + Texts.clock(waited)
                            + "  waiting for another build of this checkout");
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private boolean build(Path log) throws IOException, InterruptedException {
        Maven maven = Maven.find(root, environment);
        Instant started = Instant.now();
        live.print(
                paint.bold("Building Skerry")
                        + paint.dim(
                                " (the first time this takes a few minutes; log: "
                                        + root.relativize(log)
                                        + ")"));
        sweep();
        var output = new MavenOutput();
        int code =
                watch(
                        live,
                        started,
                        output,
                        () ->
                                maven.run(
                                        List.of(
                                                "package",
                                                "-Dmaven.test.skip=true",
                                                "-pl",
                                                String.join(",", Sources.MODULES)),
                                        log,
                                        output::line));
        Duration took = Duration.between(started, Instant.now());
        if (code == 0) {
            live.print(paint.green("✓") + " Built in " + Texts.took(took));
            return true;
        }
        live.print(paint.red("✗") + " The build failed after " + Texts.took(took) + ":");
        output.why(20).forEach(line -> live.print("    " + line));
        live.print("  The whole log: " + log);
        return false;
    }

    /**
     * Removes old libraries: what runs keeps its open files, and no jar of an older version stays
     * on a class path.
     */
    private void sweep() throws IOException {
        for (String module : Sources.MODULES) {
            for (String place : List.of("target/lib", "target/quarkus-app")) {
                Path folder = root.resolve(module).resolve(place);
                if (!Files.exists(folder)) continue;
                try (Stream<Path> walk = Files.walk(folder)) {
                    for (Path path : walk.sorted(Comparator.reverseOrder()).toList())
                        Files.deleteIfExists(path);
                }
            }
        }
    }

    /** Runs a task on a thread of its own and keeps the live line moving meanwhile. */
    static int watch(Live live, Instant started, MavenOutput output, Callable<Integer> task)
            throws IOException, InterruptedException {
        try (var executor = Executors.newSingleThreadExecutor()) {
            Future<Integer> result = executor.submit(task);
            while (true) {
                try {
                    return result.get(100, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    String clock = Texts.clock(Duration.between(started, Instant.now()));
                    live.show(live.spinner() + " " + clock + "  " + output.now());
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }
}
