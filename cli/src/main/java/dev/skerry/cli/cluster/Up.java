package dev.skerry.cli.cluster;

import dev.skerry.cli.build.Checkout;
import dev.skerry.cli.term.Live;
import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Terminal;
import dev.skerry.cli.term.Texts;
import dev.skerry.local.cluster.Cluster;
import dev.skerry.local.cluster.ClusterState;
import dev.skerry.local.cluster.ClusterState.Component;
import dev.skerry.local.cluster.ClusterState.Condition;
import dev.skerry.local.cluster.ClusterState.Phase;
import dev.skerry.local.cluster.Disk;
import dev.skerry.local.cluster.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Brings the local cluster up and shows how it comes. */
public final class Up {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    private static final Duration FORCE_LIMIT = Duration.ofSeconds(10);

    /** A daemon takes its lock and writes its state, or ends; on a full disk it cannot write. */
    private static final Duration SPEAK_LIMIT = Duration.ofSeconds(20);

    /** A part that fails so often while somebody waits is told as the reason. */
    private static final int FAILURES = 3;

    private final Cluster cluster;
    private final Checkout checkout;
    private final TakeBack takeBack;
    private final Live live;
    private final Paint paint;
    private final Duration look;
    private final Instant begun = Instant.now();
    private final Set<String> told = new HashSet<>();
    private final Map<String, Integer> failedBefore = new HashMap<>();
    private boolean ours;
    private Optional<Long> daemon = Optional.empty();

    /**
     * @param takeBack stops what this object starts
     */
    public Up(Checkout checkout, Cluster cluster, Terminal terminal, TakeBack takeBack) {
        this(checkout, cluster, terminal, takeBack, Duration.ofMillis(100));
    }

    /**
     * @param look between two looks at the cluster
     */
    public Up(
            Checkout checkout,
            Cluster cluster,
            Terminal terminal,
            TakeBack takeBack,
            Duration look) {
        this.checkout = checkout;
        this.cluster = cluster;
        this.takeBack = takeBack;
        this.live = terminal.live(System.err);
        this.paint = terminal.paintErr();
        this.look = look;
    }

    /**
     * Starts the daemon where none lives, or one of an older build does; does not wait for health.
     */
    public void start() throws IOException, InterruptedException {
        String build = build();
        Optional<ClusterState> now = cluster.state();
        boolean wasUp = now.isPresent() && !isLeaving(now.get());
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
        Process process = cluster.start(build);
        ours = !wasUp;
        TakeBack.Undo undo = () -> stop(process);
        if (ours) takeBack.made(undo);
        Instant since = Instant.now();
        while (process.isAlive() && !hasSpoken(process) && isWithin(SPEAK_LIMIT, since)) {
            pause(look.dividedBy(5));
        }
        if (!process.isAlive() && process.exitValue() == Main.ALREADY) {
            ours = false;
            takeBack.forget(undo);
        } else {
            daemon = Optional.of(process.pid());
        }
    }

    private boolean hasSpoken(Process process) throws IOException {
        return cluster.state().filter(state -> state.pid() == process.pid()).isPresent();
    }

    private static boolean isWithin(Duration limit, Instant since) {
        return Duration.between(since, Instant.now()).compareTo(limit) < 0;
    }

    /**
     * The process is asked and not what it has written: at its beginning it has written nothing.
     */
    private void stop(Process process) throws IOException, InterruptedException {
        if (!process.isAlive()) return;
        System.err.println("Stopping the cluster that this call started …");
        process.destroy();
        if (process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) return;
        process.destroyForcibly();
        boolean gone = process.waitFor(FORCE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!cluster.force() || !gone) {
            System.err.println("It does not end; log: " + cluster.daemonLog());
        }
    }

    /**
     * Waits until all parts are healthy.
     *
     * @return what is still missing when the limit passed before; the cluster goes on starting
     * @throws IOException where it failed, in words for the user
     */
    public Optional<String> await(Duration limit) throws IOException, InterruptedException {
        Instant since = Instant.now();
        try (live) {
            while (true) {
                Optional<ClusterState> state = cluster.state();
                if (state.isEmpty() && !cluster.isRunning()) throw ended();
                Optional<String> unsure = Freshness.doubt(cluster, state);
                if (state.isPresent() && isReady(state.get(), unsure)) return Optional.empty();
                unsure.ifPresent(doubt -> live.show(paint.yellow("! ") + doubt));
                if (!isWithin(limit, since)) {
                    return unsure.or(() -> state.map(Up::missing))
                            .or(() -> Optional.of("its daemon has just ended"));
                }
                pause(look);
            }
        }
    }

    private boolean isReady(ClusterState state, Optional<String> unsure) throws IOException {
        if (state.phase() == Phase.READY && unsure.isEmpty()) {
            live.clear();
            if (live.isTerminal()) print(state);
            else show(state);
            return true;
        }
        if (state.phase() == Phase.FAILED) throw failed(state, state.message());
        Optional<Component> failing = failing(state);
        if (failing.isPresent()) throw failed(state, words(failing.get()));
        if (unsure.isEmpty()) show(state);
        return false;
    }

    private static String missing(ClusterState state) {
        return state.components().stream()
                .filter(part -> part.condition() != Condition.HEALTHY)
                .max((a, b) -> Integer.compare(a.failures(), b.failures()))
                .map(Up::words)
                .orElse(state.message());
    }

    private static String words(Component part) {
        return part.detail().isEmpty() ? part.title() : part.title() + ": " + part.detail();
    }

    private Optional<Component> failing(ClusterState state) {
        for (Component part : state.components()) {
            int before = failedBefore.computeIfAbsent(part.name(), name -> part.failures());
            boolean again = part.failures() - before >= FAILURES;
            if (again && part.condition() == Condition.BACKOFF) return Optional.of(part);
        }
        return Optional.empty();
    }

    private void show(ClusterState state) {
        long now = System.currentTimeMillis();
        if (live.isTerminal()) {
            live.show(lines(state, live.spinner()));
            return;
        }
        for (var part : state.components()) {
            if (part.condition() == Condition.HEALTHY && told.add(part.name())) {
                live.print(ClusterLines.line(part, "", begun.toEpochMilli(), now, paint));
            }
        }
        live.show(
                state.components().stream()
                        .filter(part -> part.condition() != Condition.HEALTHY)
                        .filter(part -> part.condition() != Condition.WAITING)
                        .map(part -> ClusterLines.line(part, "…", begun.toEpochMilli(), now, paint))
                        .toList());
    }

    private List<String> lines(ClusterState state, String spinner) {
        return ClusterLines.of(
                state, spinner, begun.toEpochMilli(), System.currentTimeMillis(), paint);
    }

    private void print(ClusterState state) {
        live.settle(lines(state, " "));
    }

    /** Where this call started the cluster, what runs of it is stopped by the one who waits. */
    private IOException failed(ClusterState state, String why) {
        live.clear();
        print(state);
        return new IOException(
                why + (ours ? "" : "; it goes on trying, see skerry status") + logs());
    }

    private IOException ended() throws IOException {
        Optional<ClusterState> last =
                cluster.lastState()
                        .filter(state -> daemon.isEmpty() || daemon.get() == state.pid());
        if (last.isPresent() && last.get().phase() == Phase.FAILED) {
            return failed(last.get(), last.get().message());
        }
        if (last.isPresent() && last.get().phase() == Phase.STOPPED) {
            return new IOException("the cluster was stopped meanwhile");
        }
        String full =
                new Disk(cluster.home())
                        .trouble()
                        .map(trouble -> ": " + trouble + " and start it again")
                        .orElse("");
        String words = String.join("\n    ", cluster.lastWords(8));
        return new IOException(
                "the cluster's daemon ended"
                        + full
                        + (words.isEmpty() ? "" : "; its last words:\n    " + words)
                        + "\n  log: "
                        + cluster.daemonLog());
    }

    private String logs() {
        return "\n  logs: " + cluster.daemonLog().getParent();
    }

    private static boolean isLeaving(ClusterState state) {
        return state.phase() == Phase.STOPPING
                || state.phase() == Phase.STOPPED
                || state.phase() == Phase.FAILED;
    }

    private void awaitGone() throws IOException, InterruptedException {
        Instant since = Instant.now();
        while (cluster.isRunning()) {
            Duration waited = Duration.between(since, Instant.now());
            if (waited.compareTo(STOP_LIMIT) > 0 && !cluster.force()) {
                throw new IOException("the old cluster does not end; log: " + cluster.daemonLog());
            }
            live.show(live.spinner() + " " + Texts.clock(waited) + "  stops");
            pause(look);
        }
        live.clear();
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    private String build() throws IOException {
        Path stamp = checkout.work().resolve("built");
        if (!Files.exists(stamp)) throw new IOException("nothing is built; run ./skerry version");
        return Files.readString(stamp).strip();
    }
}
