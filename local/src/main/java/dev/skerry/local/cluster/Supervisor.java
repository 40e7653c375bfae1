package dev.skerry.local.cluster;

import dev.skerry.local.cluster.ClusterState.Component;
import dev.skerry.local.cluster.ClusterState.Condition;
import dev.skerry.local.cluster.ClusterState.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the parts of the cluster running: starts each while those it needs are healthy, watches it,
 * starts it again after it ended or was unhealthy for a while, and ends all in the opposite order.
 *
 * <p>Nothing is ever given up: whatever a part throws is told in one line on the board and tried
 * again, with pauses of half a minute at most. Only {@link #stop} ends that; once it has begun,
 * nothing but the stopping is told, and what was just starting ends with the rest.
 */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration STOP_EACH = Duration.ofSeconds(15);

    /**
     * How quickly things are done.
     *
     * @param look between two looks at a part that runs
     * @param patience how long it may be unhealthy while all it needs is healthy
     * @param firstPause before the second start, see {@link Backoff}
     */
    record Pace(Duration look, Duration patience, Duration firstPause) {
        static final Pace USUAL =
                new Pace(Duration.ofSeconds(3), Duration.ofSeconds(45), Duration.ofSeconds(1));
    }

    /** What became of one start. */
    private record Life(Duration healthyFor, String end) {}

    private final Board board;
    private final List<Part> parts;
    private final Disk disk;
    private final Pace pace;
    private final Health health = new Health();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private boolean ready;

    /**
     * @param disk holds what the parts write
     */
    Supervisor(Board board, List<Part> parts, Disk disk) {
        this(board, parts, disk, Pace.USUAL);
    }

    Supervisor(Board board, List<Part> parts, Disk disk, Pace pace) {
        this.board = board;
        this.parts = List.copyOf(parts);
        this.disk = disk;
        this.pace = pace;
        for (Part part : parts) {
            String detail = part.needs().isEmpty() ? "" : after(part);
            board.add(Component.waiting(part.name(), part.title(), detail));
        }
    }

    /** Starts a thread for each part and returns. */
    void start() {
        for (Part part : parts) {
            threads.add(Thread.ofVirtual().name(part.name()).start(() -> keep(part)));
        }
    }

    /**
     * Ends all parts, those first that need others; bounded by {@link #STOP_EACH} for what is just
     * starting, and twice that for each rank.
     */
    void stop() throws InterruptedException {
        synchronized (this) {
            stopping.countDown();
            board.phase(Phase.STOPPING, "");
        }
        for (Thread thread : threads) thread.interrupt();
        join(threads, STOP_EACH);
        for (List<Part> rank : ranks().reversed()) {
            List<Thread> ending = new ArrayList<>();
            for (Part part : rank) ending.add(Thread.ofVirtual().start(() -> end(part)));
            join(ending, STOP_EACH.multipliedBy(2));
        }
    }

    private static void join(List<Thread> threads, Duration limit) throws InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        for (Thread thread : threads) {
            Duration left = Duration.between(Instant.now(), deadline);
            if (left.isNegative() || !thread.join(left)) {
                LOG.warn("part.slow name={} limit={}", thread.getName(), limit);
            }
        }
    }

    private void end(Part part) {
        board.update(part.name(), p -> p.with(Condition.STOPPING, ""));
        stopQuietly(part);
        board.update(
                part.name(), p -> p.with(Condition.STOPPED, "").running("", p.log(), List.of()));
    }

    private static void stopQuietly(Part part) {
        try {
            part.stop(STOP_EACH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("part.notstopped name={}", part.name(), e);
        }
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
            var backoff = Backoff.none(pace.firstPause());
            prepare(part);
            while (stopping.getCount() > 0) {
                if (health.missing(part.needs()).isPresent()) {
                    tell(part, p -> p.with(Condition.WAITING, after(part)));
                    health.await(part.needs());
                }
                Life life = live(part);
                if (stopping.getCount() == 0) return;
                backoff = backoff.after(life.healthyFor());
                pause(part, life.end(), backoff.delay());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by stop
        }
    }

    private static void prepare(Part part) {
        try {
            part.prepare();
        } catch (IOException | RuntimeException e) {
            LOG.warn("part.unprepared name={} error=\"{}\"", part.name(), PlainWords.of(e));
        }
    }

    /** Starts it and watches it until it must be started again, or all is being stopped. */
    private Life live(Part part) throws InterruptedException {
        Instant begun = Instant.now();
        Optional<Instant> healthySince = Optional.empty();
        String end;
        try {
            tell(part, p -> p.with(Condition.STARTING, ""));
            Map<String, String> addresses = addresses(part);
            part.start(new PartTold(part, change -> tell(part, change)));
            healthySince = Optional.of(Instant.now());
            long took = Duration.between(begun, Instant.now()).toMillis();
            tell(part, p -> healthy(part, p).took(took));
            end = watch(part, addresses);
        } catch (IOException e) {
            LOG.warn("part.failed name={} error=\"{}\"", part.name(), e.getMessage());
            end = PlainWords.of(e);
        } catch (RuntimeException | Error e) {
            LOG.error("part.bug name={}", part.name(), e);
            end = PlainWords.of(e);
        }
        Duration healthyFor =
                healthySince.map(at -> Duration.between(at, Instant.now())).orElse(Duration.ZERO);
        return new Life(healthyFor, end);
    }

    /** Where the parts that it needs listen. */
    private Map<String, String> addresses(Part part) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (Part other : parts) {
            if (part.needs().contains(other.name())) addresses.put(other.title(), other.endpoint());
        }
        return addresses;
    }

    private String watch(Part part, Map<String, String> addresses) throws InterruptedException {
        Instant well = Instant.now();
        while (!stopping.await(pace.look().toMillis(), TimeUnit.MILLISECONDS)) {
            Optional<String> ended = part.ended();
            if (ended.isPresent()) return ended.get();
            String problem = problem(part);
            boolean alone = health.missing(part.needs()).isEmpty();
            if (alone && !addresses.equals(addresses(part))) return "what it needs has moved";
            if (problem.isEmpty()) {
                tell(part, p -> healthy(part, p));
            } else {
                String why = alone ? withDisk(PlainWords.of(problem)) : after(part);
                tell(part, p -> p.with(Condition.UNHEALTHY, why));
            }
            if (problem.isEmpty() || !alone) well = Instant.now();
            if (Duration.between(well, Instant.now()).compareTo(pace.patience()) > 0) {
                return PlainWords.of(problem);
            }
        }
        return "";
    }

    /** A part that cannot say how it is may yet run: no reason to end it at once. */
    private static String problem(Part part) {
        try {
            return part.problem();
        } catch (RuntimeException e) {
            LOG.debug("part.unknown name={}", part.name(), e);
            return PlainWords.of(e);
        }
    }

    private void pause(Part part, String end, Duration delay) throws InterruptedException {
        String why = withDisk(end);
        tell(
                part,
                p ->
                        p.with(Condition.BACKOFF, why)
                                .running(part.endpoint(), path(part), List.of())
                                .restarts(delay));
        stopQuietly(part);
        stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A full disk explains whatever else a part says. */
    private String withDisk(String problem) {
        return disk.trouble().map(full -> full + " (" + problem + ")").orElse(problem);
    }

    private String after(Part part) {
        List<String> missing =
                parts.stream()
                        .filter(other -> part.needs().contains(other.name()))
                        .filter(other -> health.missing(List.of(other.name())).isPresent())
                        .map(Part::title)
                        .toList();
        return "after " + String.join(", ", missing);
    }

    private static Component healthy(Part part, Component before) {
        return before.with(Condition.HEALTHY, part.detail())
                .running(part.endpoint(), path(part), part.processes());
    }

    static String path(Part part) {
        return part.log() == null ? "" : part.log().toString();
    }

    /** Changes the board, the parts that wait, and the cluster's phase; nothing once it stops. */
    private synchronized void tell(Part part, UnaryOperator<Component> change) {
        if (stopping.getCount() == 0) return;
        board.update(part.name(), change);
        List<Component> all = board.state().components();
        all.forEach(p -> health.set(p.name(), p.condition() == Condition.HEALTHY));
        List<String> sick =
                all.stream()
                        .filter(p -> p.condition() != Condition.HEALTHY)
                        .map(Component::title)
                        .toList();
        ready |= sick.isEmpty();
        if (sick.isEmpty()) board.phase(Phase.READY, "");
        else if (ready) board.phase(Phase.DEGRADED, String.join(", ", sick) + ": not healthy");
    }
}
