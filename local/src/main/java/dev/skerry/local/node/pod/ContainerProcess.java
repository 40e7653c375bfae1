package dev.skerry.local.node.pod;

import dev.skerry.local.node.log.ContainerLog;
import dev.skerry.local.node.log.Stream;
import dev.skerry.local.node.process.Launch;
import dev.skerry.local.node.process.ProcessTable;
import dev.skerry.local.node.process.Signals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The running process of a container and everything it started. It is over when the first process
 * has ended; what that leaves behind is killed, after the grace period if a stop was asked for.
 */
final class ContainerProcess {
    /** How a run ended; {@code signal} is 0 unless this node sent it. */
    record End(Instant at, int exitCode, int signal, boolean outOfMemory) {}

    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final int KILLED = 137;

    private final String name;
    private final Launch launch;
    private final Process process;
    private final ContainerLog log;
    private final long memoryLimit;
    private final Clock clock;
    private final Instant startedAt;
    private final long processStart;
    private final Set<ProcessTable.Entry> remembered = new HashSet<>();
    private final AtomicReference<Optional<Instant>> stopBy =
            new AtomicReference<>(Optional.empty());
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private volatile boolean outOfMemory;
    private volatile int lastSignal;

    ContainerProcess(
            String name,
            Launch launch,
            Process process,
            ContainerLog log,
            long memoryLimit,
            Clock clock) {
        this.name = name;
        this.launch = launch;
        this.process = process;
        this.log = log;
        this.memoryLimit = memoryLimit;
        this.clock = clock;
        startedAt = clock.instant();
        processStart = ProcessTable.find(process.pid()).map(ProcessTable.Entry::start).orElse(0L);
        var out = reader(Stream.OUT);
        var err = reader(Stream.ERR);
        Thread.ofVirtual().name("end-" + name).start(() -> supervise(List.of(out, err)));
    }

    private Thread reader(Stream stream) {
        var in = stream == Stream.OUT ? process.getInputStream() : process.getErrorStream();
        return Thread.ofPlatform()
                .name("log-" + name)
                .daemon(true)
                .start(() -> log.capture(stream, in));
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    long processStart() {
        return processStart;
    }

    Instant startedAt() {
        return startedAt;
    }

    long memoryLimit() {
        return memoryLimit;
    }

    ContainerLog log() {
        return log;
    }

    /** What it was started with, for hooks that run beside it. */
    Launch launch() {
        return launch;
    }

    /** Empty while it runs. */
    Optional<End> end() {
        return end.isDone() ? Optional.of(end.join()) : Optional.empty();
    }

    void whenEnded(Runnable then) {
        var _ = end.thenRun(then);
    }

    /** SIGTERM to the whole group, SIGKILL at the deadline; a second call may bring it forward. */
    void stop(Instant deadline) {
        var before = stopBy.getAndUpdate(d -> Optional.of(earlier(d, deadline)));
        if (before.isEmpty()) signal(Signals.TERM);
        if (before.isEmpty() || deadline.isBefore(before.get())) {
            Thread.ofVirtual().name("stop-" + name).start(() -> killAt(deadline));
        }
    }

    boolean isStopping() {
        return stopBy.get().isPresent();
    }

    void killForMemory() {
        outOfMemory = true;
        killAll();
    }

    /** Processes that may leave the session are known by earlier looks at the tree. */
    void remember(List<ProcessTable.Entry> tree) {
        synchronized (remembered) {
            remembered.removeIf(
                    known -> tree.stream().noneMatch(e -> e.pid() == known.pid()) && !lives(known));
            for (var entry : tree) {
                if (remembered.stream().noneMatch(k -> same(k, entry))) remembered.add(entry);
            }
        }
    }

    private static Instant earlier(Optional<Instant> known, Instant other) {
        return known.filter(k -> k.isBefore(other)).orElse(other);
    }

    private void signal(int signal) {
        if (!process.isAlive()) return;
        lastSignal = signal;
        Signals.send(-process.pid(), signal);
    }

    private void killAt(Instant deadline) {
        try {
            var left = Duration.between(clock.instant(), deadline);
            if (!process.waitFor(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS)) killAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void supervise(List<Thread> readers) {
        int code;
        try {
            code = process.waitFor();
            awaitRest();
            killAll();
            for (var reader : readers) reader.join(DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = KILLED;
        }
        log.close();
        int sent = code == 128 + lastSignal ? lastSignal : 0;
        end.complete(new End(clock.instant(), outOfMemory ? KILLED : code, sent, outOfMemory));
    }

    /** A wrapper that ended on SIGTERM may have left the real program still finishing its work. */
    private void awaitRest() throws InterruptedException {
        while (stopBy.get().map(by -> clock.instant().isBefore(by)).orElse(false)
                && !ProcessTable.read().tree(process.pid()).isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /**
     * Kills the tree, again until nothing of it is found, because a tree may grow while it is
     * killed.
     */
    private void killAll() {
        signal(Signals.KILL);
        for (int round = 0; round < 20; round++) {
            var tree = ProcessTable.read().tree(process.pid());
            tree.forEach(e -> Signals.send(e.pid(), Signals.KILL));
            if (tree.isEmpty()) break;
            Thread.onSpinWait();
        }
        synchronized (remembered) {
            for (var known : remembered) {
                if (lives(known)) Signals.send(known.pid(), Signals.KILL);
            }
        }
    }

    private static boolean lives(ProcessTable.Entry known) {
        return ProcessTable.find(known.pid()).filter(e -> same(e, known)).isPresent();
    }

    private static boolean same(ProcessTable.Entry one, ProcessTable.Entry other) {
        return one.pid() == other.pid() && one.start() == other.start();
    }
}
