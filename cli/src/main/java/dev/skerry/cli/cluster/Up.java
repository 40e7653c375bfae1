package dev.skerry.cli.cluster;

import dev.skerry.cli.build.Checkout;
import dev.skerry.cli.term.Live;
import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Terminal;
import dev.skerry.cli.term.Texts;
import dev.skerry.local.cluster.ClusterState;
import dev.skerry.local.cluster.ClusterState.Condition;
import dev.skerry.local.cluster.ClusterState.Phase;
import dev.skerry.local.cluster.LocalCluster;
import dev.skerry.local.cluster.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Brings the local cluster up and shows how it comes. What this object started it stops again when
 * the JVM ends, unless {@link #keep} was called: so a Ctrl-C leaves nothing half made.
 */
public final class Up {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

    private final LocalCluster cluster;
    private final Checkout checkout;
    private final Live live;
    private final Paint paint;
    private final Set<String> told = new HashSet<>();
    private volatile boolean ours;
    private volatile Runnable beforeUndo = () -> {};

    public Up(Checkout checkout, LocalCluster cluster, Terminal terminal) {
        this.checkout = checkout;
        this.cluster = cluster;
        this.live = terminal.live(System.err);
        this.paint = terminal.paintErr();
        Runtime.getRuntime().addShutdownHook(new Thread(this::undo, "undo-up"));
    }

    /**
     * What else to take back when the JVM ends; runs first, and whether or not the cluster is ours.
     */
    public void beforeUndo(Runnable action) {
        beforeUndo = action;
    }

    /** From now on the cluster outlives this JVM. */
    public void keep() {
        ours = false;
    }

    /**
     * Starts the daemon where none lives, or one of an older build does; does not wait for health.
     */
    public void start() throws IOException, InterruptedException {
        String build = build();
        Optional<ClusterState> now = cluster.state();
        if (now.isPresent() && isLeaving(now.get())) {
            live.print(paint.dim("The cluster is just being stopped; it starts again after that."));
            awaitGone();
        } else if (now.isPresent() && !now.get().build().equals(build)) {
            live.print(
                    paint.dim("The programs were built anew: the cluster starts again with them."));
            cluster.requestStop();
            awaitGone();
        } else if (cluster.isRunning()) {
            return;
        }
        Process daemon = cluster.start(build);
        ours = true;
        // it either takes the lock, or ends
        while (daemon.isAlive() && cluster.state().isEmpty()) TimeUnit.MILLISECONDS.sleep(20);
        if (!daemon.isAlive() && daemon.exitValue() == Main.ALREADY) ours = false;
    }

    /**
     * Waits until all parts are healthy.
     *
     * @return false when the limit passed before; the cluster goes on starting
     * @throws IOException where it failed, in words for the user
     */
    public boolean await(Duration limit) throws IOException, InterruptedException {
        Instant begun = Instant.now();
        try (live) {
            while (true) {
                Optional<ClusterState> state = cluster.state();
                if (state.isEmpty()) throw ended();
                show(state.get());
                if (state.get().phase() == Phase.READY) {
                    live.clear();
                    if (live.isTerminal()) print(state.get());
                    return true;
                }
                if (state.get().phase() == Phase.FAILED) throw failed(state.get());
                if (Duration.between(begun, Instant.now()).compareTo(limit) > 0) return false;
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private void show(ClusterState state) {
        long now = System.currentTimeMillis();
        if (live.isTerminal()) {
            live.show(ClusterLines.of(state, live.spinner(), now, paint));
            return;
        }
        for (var part : state.components()) {
            if (part.condition() == Condition.HEALTHY && told.add(part.name())) {
                live.print(ClusterLines.line(part, "", now, paint));
            }
        }
        live.show(
                state.components().stream()
                        .filter(
                                part ->
                                        part.condition() == Condition.PREPARING
                                                || part.condition() == Condition.STARTING)
                        .map(part -> ClusterLines.line(part, "…", now, paint))
                        .toList());
    }

    private void print(ClusterState state) {
        live.settle(ClusterLines.of(state, " ", System.currentTimeMillis(), paint));
    }

    /** The daemon says why, ends everything and itself; its last words are in the file. */
    private IOException failed(ClusterState state) throws IOException, InterruptedException {
        live.clear();
        print(state);
        live.show(live.spinner() + " stops what has started");
        if (!cluster.awaitGone(STOP_LIMIT)) cluster.force();
        live.clear();
        ours = false;
        return new IOException(state.message() + "\n  logs: " + logs());
    }

    private IOException ended() throws IOException {
        ours = false;
        Optional<ClusterState> last = cluster.lastState();
        if (last.isPresent() && last.get().phase() == Phase.FAILED) {
            live.clear();
            print(last.get());
            return new IOException(last.get().message() + "\n  logs: " + logs());
        }
        if (last.isPresent() && last.get().phase() == Phase.STOPPED) {
            return new IOException("the cluster was stopped meanwhile");
        }
        String words = String.join("\n    ", cluster.lastWords(8));
        return new IOException(
                "the cluster's daemon ended; its last words:\n    "
                        + words
                        + "\n  log: "
                        + cluster.daemonLog());
    }

    private Path logs() {
        return cluster.daemonLog().getParent();
    }

    private static boolean isLeaving(ClusterState state) {
        return state.phase() == Phase.STOPPING
                || state.phase() == Phase.STOPPED
                || state.phase() == Phase.FAILED;
    }

    private void awaitGone() throws IOException, InterruptedException {
        Instant begun = Instant.now();
        while (cluster.isRunning()) {
            Duration waited = Duration.between(begun, Instant.now());
            if (waited.compareTo(STOP_LIMIT) > 0 && !cluster.force()) {
                throw new IOException("the old cluster does not end; log: " + cluster.daemonLog());
            }
            live.show(live.spinner() + " " + Texts.clock(waited) + "  stops");
            TimeUnit.MILLISECONDS.sleep(100);
        }
        live.clear();
    }

    private String build() throws IOException {
        Path stamp = checkout.work().resolve("built");
        if (!Files.exists(stamp)) throw new IOException("nothing is built; run ./skerry version");
        return Files.readString(stamp).strip();
    }

    private void undo() {
        try {
            live.clear();
            beforeUndo.run();
            if (!ours) return;
            System.err.println("Stopping the cluster that this call started …");
            cluster.requestStop();
            if (!cluster.awaitGone(STOP_LIMIT) && !cluster.force()) {
                System.err.println("It does not end; log: " + cluster.daemonLog());
            }
        } catch (IOException | RuntimeException e) {
            System.err.println("skerry: cannot take everything back: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
