package dev.skerry.local.controlplane;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes that never outlive this JVM.
 *
 * <p>All are forked from one thread that lives as long as the JVM does: the kernel's parent-death
 * signal fires when the forking <em>thread</em> ends. Each is written down in the registry folder,
 * so that the next start can end what even that missed ({@link Leftovers}). A registry belongs to
 * one {@code Children} at a time, over processes too. Thread-safe.
 */
public final class Children implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Children.class);
    private static final LinkedBlockingQueue<FutureTask<?>> FORKS = new LinkedBlockingQueue<>();

    static {
        Thread.ofPlatform().daemon().name("skerry-children").start(Children::forkForever);
    }

    private final Path registry;
    private final FileChannel lock;
    private final Tether tether;
    private final Map<String, Child> living = new ConcurrentHashMap<>();

    private Children(Path registry, FileChannel lock, Tether tether) {
        this.registry = registry;
        this.lock = lock;
        this.tether = tether;
    }

    /**
     * Takes the registry folder and ends what an earlier owner left running.
     *
     * @throws IOException when another process has it, named with its pid
     */
    public static Children open(Path registry) throws IOException {
        return open(registry, Tether.ofThisMachine());
    }

    static Children open(Path registry, Tether tether) throws IOException {
        OwnerOnly.directory(registry);
        var lock =
                FileChannel.open(
                        registry.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) throw taken(registry);
            OwnerOnly.write(registry.resolve("owner"), ProcessHandle.current().pid() + "\n");
            var swept = Leftovers.sweep(registry);
            if (!swept.isEmpty()) LOG.info("children.swept registry={} names={}", registry, swept);
            return new Children(registry, lock, tether);
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw taken(registry);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static IOException taken(Path registry) {
        String owner;
        try {
            owner = Files.readString(registry.resolve("owner")).strip();
        } catch (IOException e) {
            owner = "unknown";
        }
        return new IOException(
                "%s is in use by process %s; end that one first".formatted(registry, owner));
    }

    /**
     * Starts a process in a session of its own.
     *
     * @throws IOException when the program does not exist or may not be executed, or a child of
     *     that name lives
     */
    public Child start(ChildSpec spec) throws IOException {
        var program = resolve(spec);
        if (!Files.isDirectory(spec.workdir())) {
            throw new IOException(
                    "child %s: working directory %s does not exist"
                            .formatted(spec.name(), spec.workdir()));
        }
        synchronized (this) {
            if (!lock.isOpen())
                throw new IOException("child %s: %s is closed".formatted(spec.name(), registry));
            if (living.containsKey(spec.name())) {
                throw new IOException(
                        "child %s runs already as process %d"
                                .formatted(spec.name(), living.get(spec.name()).pid()));
            }
            var command = new ArrayList<>(spec.command());
            command.set(0, program.toString());
            var builder =
                    new ProcessBuilder(Tether.ownSession(tether.wrap(command)))
                            .directory(spec.workdir().toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.appendTo(spec.logFile().toFile()))
                            .redirectInput(
                                    Redirect.from(
                                            spec.stdin().orElse(Path.of("/dev/null")).toFile()));
            builder.environment().clear();
            builder.environment().putAll(spec.env());
            return fork(() -> launch(spec, builder));
        }
    }

    /** Those that run now. */
    public List<Child> living() {
        return List.copyOf(living.values());
    }

    /** Ends all that still run, with five seconds' grace, and gives the registry back. */
    @Override
    public void close() throws IOException {
        var last = living();
        last.forEach(Child::terminate);
        for (var child : last) {
            try {
                child.stop(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                child.kill();
                Thread.currentThread().interrupt();
            }
        }
        lock.close();
    }

    private Child launch(ChildSpec spec, ProcessBuilder builder) throws IOException {
        var process = builder.start();
        var stamp = ProcessStamp.of(process.toHandle());
        if (stamp.isEmpty() && process.isAlive()) {
            process.destroyForcibly();
            throw new IOException("child %s: its start time cannot be read".formatted(spec.name()));
        }
        var known =
                stamp.orElseGet(
                        () -> new ProcessStamp(process.pid(), 0, "ended", java.time.Instant.now()));
        var pidFile = registry.resolve(spec.name() + Leftovers.SUFFIX);
        try {
            tether.attach(process);
            Leftovers.record(pidFile, known, spec);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
        var exit = new CompletableFuture<Integer>();
        var child = new Child(spec, process, known, exit);
        living.put(spec.name(), child);
        var watching =
                process.onExit()
                        .thenAccept(
                                ended -> {
                                    try {
                                        Leftovers.killSession(known, Optional.empty());
                                        Leftovers.forget(pidFile);
                                    } finally {
                                        living.remove(spec.name(), child);
                                        exit.complete(ended.exitValue());
                                    }
                                });
        LOG.debug(
                "child.started name={} pid={} watched={}",
                spec.name(),
                process.pid(),
                !watching.isCancelled());
        return child;
    }

    private static Path resolve(ChildSpec spec) throws IOException {
        var program = spec.command().getFirst();
        Optional<Path> found;
        if (program.contains("/")) {
            found = Optional.of(spec.workdir().resolve(program)).filter(Children::isProgram);
        } else {
            var path = spec.env().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
            found =
                    java.util.Arrays.stream(path.split(":"))
                            .filter(folder -> !folder.isEmpty())
                            .map(folder -> Path.of(folder, program))
                            .filter(Children::isProgram)
                            .findFirst();
        }
        return found.orElseThrow(
                () ->
                        new IOException(
                                "child %s: %s is no program that can be executed"
                                        .formatted(spec.name(), program)));
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    private static Child fork(Callable<Child> task) throws IOException {
        var future = new FutureTask<>(task);
        FORKS.add(future);
        var interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException io) throw io;
                    throw new IllegalStateException("starting a child", e.getCause());
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private static void forkForever() {
        while (true) {
            try {
                FORKS.take().run();
            } catch (InterruptedException e) {
                LOG.debug("children.interrupted action=ignored");
            }
        }
    }
}
