package dev.skerry.cli.cluster;

import dev.skerry.local.cluster.Cluster;
import dev.skerry.local.cluster.ClusterState;
import dev.skerry.local.cluster.ClusterState.Component;
import dev.skerry.local.cluster.ClusterState.Condition;
import dev.skerry.local.cluster.ClusterState.Phase;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A cluster of one part, played: its daemon says nothing at first, then starts, and is ready at the
 * sixth look.
 */
public final class PlayedCluster implements Cluster {
    private static final int SILENT_LOOKS = 3;
    private static final int STARTING_LOOKS = 6;

    private final Consumer<Runnable> calls;
    private final Path folder;
    private volatile PlayedDaemon daemon = new PlayedDaemon();
    private volatile int looks;
    private volatile Phase last = Phase.STOPPED;
    private volatile int failures;
    private volatile boolean endsAtOnce;

    /**
     * @param calls runs what each call does
     */
    public PlayedCluster(Path folder, Consumer<Runnable> calls) {
        this.folder = folder;
        this.calls = calls;
        daemon.destroy();
    }

    /** Makes the next daemon end before it has said anything. */
    public void endsAtOnce() {
        endsAtOnce = true;
    }

    /** Makes its part fail so often at each further look. */
    public void fails() {
        failures = 1;
    }

    @Override
    public Optional<ClusterState> state() {
        calls.accept(() -> looks++);
        if (!daemon.isAlive() || looks < SILENT_LOOKS) return Optional.empty();
        last = looks < STARTING_LOOKS || failures > 0 ? Phase.STARTING : Phase.READY;
        return Optional.of(state(last));
    }

    @Override
    public Optional<ClusterState> lastState() {
        return endsAtOnce ? Optional.empty() : Optional.of(state(last));
    }

    private ClusterState state(Phase phase) {
        var condition = phase == Phase.READY ? Condition.HEALTHY : Condition.STARTING;
        if (failures > 0) condition = Condition.BACKOFF;
        var part =
                new Component(
                        "operator",
                        "operator",
                        condition,
                        0,
                        0,
                        failures > 0 ? "no space left" : "",
                        0,
                        0,
                        "",
                        "",
                        0,
                        failures > 0 ? failures++ : 0,
                        0,
                        List.of());
        return new ClusterState("built", 1, 1, phase, "", Map.of(), List.of(part));
    }

    @Override
    public Duration stateAge() {
        return Duration.ZERO;
    }

    @Override
    public boolean isRunning() {
        calls.accept(() -> {});
        return daemon.isAlive();
    }

    @Override
    public Process start(String build) {
        calls.accept(
                () -> {
                    looks = 0;
                    daemon = new PlayedDaemon();
                    if (endsAtOnce) daemon.destroy();
                });
        return daemon;
    }

    @Override
    public boolean requestStop() {
        daemon.destroy();
        return true;
    }

    @Override
    public boolean force() {
        daemon.destroy();
        return true;
    }

    @Override
    public Path home() {
        return folder;
    }

    @Override
    public Path daemonLog() {
        return folder.resolve("logs/daemon.log");
    }

    @Override
    public List<String> lastWords(int lines) {
        return List.of("it had no memory");
    }

    private final class PlayedDaemon extends Process {
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void destroy() {
            last = Phase.STOPPED;
            ended.countDown();
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public boolean isAlive() {
            return ended.getCount() > 0;
        }

        @Override
        public int waitFor() throws InterruptedException {
            ended.await();
            return 0;
        }

        @Override
        public boolean waitFor(long time, TimeUnit unit) throws InterruptedException {
            return ended.await(time, unit);
        }

        @Override
        public int exitValue() {
            return 0;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }
    }
}
