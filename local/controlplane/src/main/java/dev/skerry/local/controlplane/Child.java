package dev.skerry.local.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A running (or ended) process of ours, and everything it started in turn. */
public final class Child {
    private final ChildSpec spec;
    private final Process process;
    private final ProcessStamp stamp;
    private final CompletableFuture<Integer> exit;

    Child(ChildSpec spec, Process process, ProcessStamp stamp, CompletableFuture<Integer> exit) {
        this.spec = spec;
        this.process = process;
        this.stamp = stamp;
        this.exit = exit;
    }

    public String name() {
        return spec.name();
    }

    public ChildSpec spec() {
        return spec;
    }

    public Path logFile() {
        return spec.logFile();
    }

    public long pid() {
        return stamp.pid();
    }

    public Instant startTime() {
        return stamp.startedAt();
    }

    public boolean isAlive() {
        return !exit.isDone();
    }

    /**
     * Completes with the exit code, 128 + n for signal n, once the process has ended and what it
     * left in its session was killed. Never completes exceptionally; cancelling the future handed
     * out cancels nothing.
     */
    public CompletableFuture<Integer> onExit() {
        return exit.copy();
    }

    /**
     * SIGTERM to the process, and after {@code grace} SIGKILL to it and all it started. Returns
     * when it has ended.
     *
     * @return the exit code
     */
    public int stop(Duration grace) throws InterruptedException {
        terminate();
        try {
            return exit.get(Math.max(0, grace.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            kill();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for " + name(), e);
        }
        try {
            return exit.get(30, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "process %d (%s) does not end even after SIGKILL; it hangs in the kernel"
                            .formatted(pid(), name()),
                    e);
        }
    }

    /** SIGTERM, without waiting. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL to the process and all it started, without waiting. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /**
     * Resident memory of the process and its descendants; 0 where the system does not tell (macOS)
     * or it has ended.
     */
    public long rssBytes() {
        if (!isAlive()) return 0;
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(handle -> residentBytes(handle.pid()))
                .sum();
    }

    /** Resident memory of one process of this machine, 0 where it cannot be read. */
    public static long residentBytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }

    @Override
    public String toString() {
        return name() + "[" + pid() + "]";
    }
}
