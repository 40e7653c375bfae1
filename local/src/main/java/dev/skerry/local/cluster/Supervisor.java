package dev.skerry.local.cluster;

import dev.skerry.local.cluster.ClusterState.Condition;
import dev.skerry.local.cluster.ClusterState.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the parts of the cluster running: starts each as soon as those it needs are healthy,
 * watches it, starts it again after it ended or was unhealthy for {@link #PATIENCE}, and ends all
 * in the opposite order.
 *
 * <p>A part that fails before the cluster was ready once fails the cluster: the user waits at the
 * screen and reads why. After that, nothing does.
 */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration STOP_EACH = Duration.ofSeconds(15);

    private final Board board;
    private final List<Part> parts;
    private final Map<String, CountDownLatch> healthyOnce = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch failed = new CountDownLatch(1);
    private volatile boolean ready;

    Supervisor(Board board, List<Part> parts) {
        this.board = board;
        this.parts = List.copyOf(parts);
        for (Part part : parts) {
            healthyOnce.put(part.name(), new CountDownLatch(1));
            String detail =
                    part.needs().isEmpty() ? "" : "after " + String.join(", ", part.needs());
            board.add(ClusterState.Component.waiting(part.name(), part.title(), detail));
        }
    }

    /** Starts a thread for each part and returns. */
    void start() {
        for (Part part : parts) {
            threads.add(Thread.ofVirtual().name(part.name()).start(() -> keep(part)));
        }
    }

    /**
     * Waits for a part to fail the start.
     *
     * @return false when the limit passed without
     */
    boolean awaitFailure(Duration limit) throws InterruptedException {
        return failed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Ends all parts, those first that need others; bounded by {@link #STOP_EACH} for each rank.
     */
    void stop() throws InterruptedException {
        stopping.countDown();
        for (Thread thread : threads) thread.interrupt();
        for (Thread thread : threads) thread.join(STOP_EACH);
        for (List<Part> rank : ranks().reversed()) {
            List<Thread> ending = new ArrayList<>();
            for (Part part : rank) ending.add(Thread.ofVirtual().start(() -> end(part)));
            for (Thread thread : ending) thread.join(STOP_EACH.multipliedBy(2));
        }
    }

    private void end(Part part) {
        board.update(
                part.name(),
                p ->
                        p.with(
                                Condition.STOPPING,
                                p.condition() == Condition.FAILED ? p.detail() : ""));
        try {
            part.stop(STOP_EACH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        board.update(part.name(), Supervisor::stopped);
    }

    private static ClusterState.Component stopped(ClusterState.Component part) {
        // what failed goes on saying why
        var ended =
                part.detail().isEmpty()
                        ? part.with(Condition.STOPPED, "")
                        : part.with(Condition.FAILED, part.detail());
        return ended.running("", part.log(), List.of());
    }

    /** Parts by how deep their needs go: the first rank needs nothing. */
    List<List<Part>> ranks() {
        Map<String, Integer> depth = new LinkedHashMap<>();
        List<List<Part>> ranks = new ArrayList<>();
        for (Part part : parts) {
            int rank = part.needs().stream().mapToInt(need -> depth.get(need) + 1).max().orElse(0);
            depth.put(part.name(), rank);
            while (ranks.size() <= rank) ranks.add(new ArrayList<>());
            ranks.get(rank).add(part);
        }
        return ranks;
    }

    private void keep(Part part) {
        try {
            for (String need : part.needs()) healthyOnce.get(need).await();
            var backoff = Backoff.none();
            while (stopping.getCount() > 0) {
                Instant healthySince = null;
                if (starts(part)) {
                    healthySince = Instant.now();
                    healthyOnce.get(part.name()).countDown();
                    judge();
                    watch(part);
                } else if (!ready) {
                    failed.countDown();
                    return;
                }
                if (stopping.getCount() == 0) return;
                var calm =
                        healthySince == null
                                ? Duration.ZERO
                                : Duration.between(healthySince, Instant.now());
                backoff = backoff.after(calm);
                again(part, backoff);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("part.bug name={}", part.name(), e);
            board.update(part.name(), p -> p.with(Condition.FAILED, e.toString()));
            board.phase(ready ? Phase.DEGRADED : Phase.FAILED, part.title() + ": " + e);
            if (!ready) failed.countDown();
        }
    }

    private boolean starts(Part part) throws InterruptedException {
        Instant begun = Instant.now();
        board.update(part.name(), p -> p.with(Condition.STARTING, ""));
        try {
            part.start(said(part));
        } catch (IOException e) {
            LOG.warn("part.notstarted name={} error=\"{}\"", part.name(), e.getMessage());
            String why = String.valueOf(e.getMessage());
            board.update(
                    part.name(),
                    p ->
                            p.with(Condition.FAILED, why)
                                    .running(part.endpoint(), path(part), List.of()));
            if (!ready) board.phase(Phase.FAILED, part.title() + ": " + why);
            return false;
        }
        long took = Duration.between(begun, Instant.now()).toMillis();
        board.update(part.name(), p -> healthy(part, p).took(took));
        return true;
    }

    private Part.Said said(Part part) {
        return new Part.Said() {
            @Override
            public void doing(String what) {
                board.update(
                        part.name(),
                        p ->
                                p.with(Condition.STARTING, what)
                                        .running(part.endpoint(), path(part), part.processes()));
            }

            @Override
            public void preparing(String what, long done, long total) {
                board.update(part.name(), p -> p.progress(what, done, total));
            }
        };
    }

    /** Returns when the part must be started again, or when all is being stopped. */
    private void watch(Part part) throws InterruptedException {
        Instant sick = null;
        while (!stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (part.ended()) return;
            String problem = part.problem();
            if (problem.isEmpty()) {
                sick = null;
                board.update(part.name(), p -> healthy(part, p));
            } else {
                if (sick == null) sick = Instant.now();
                board.update(part.name(), p -> p.with(Condition.UNHEALTHY, problem));
                if (Duration.between(sick, Instant.now()).compareTo(PATIENCE) > 0) return;
            }
            judge();
        }
    }

    private void again(Part part, Backoff backoff) throws InterruptedException {
        Duration delay = backoff.delay();
        board.update(
                part.name(),
                p ->
                        p.with(Condition.BACKOFF, "starts again in " + delay.toSeconds() + " s")
                                .restarted());
        judge();
        part.stop(STOP_EACH);
        if (stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS)) return;
        for (String need : part.needs()) healthyOnce.get(need).await();
    }

    private static ClusterState.Component healthy(Part part, ClusterState.Component before) {
        return before.with(Condition.HEALTHY, part.detail())
                .running(part.endpoint(), path(part), part.processes());
    }

    private static String path(Part part) {
        return part.log() == null ? "" : part.log().toString();
    }

    private synchronized void judge() {
        if (stopping.getCount() == 0) return;
        boolean once = healthyOnce.values().stream().allMatch(latch -> latch.getCount() == 0);
        if (!once) return;
        ready = true;
        var sick =
                board.state().components().stream()
                        .filter(part -> part.condition() != Condition.HEALTHY)
                        .map(ClusterState.Component::title)
                        .toList();
        if (sick.isEmpty()) board.phase(Phase.READY, "");
        else board.phase(Phase.DEGRADED, String.join(", ", sick) + ": not healthy");
    }
}
