package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.Attempt;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.LeftResult;
import dev.skerry.operator.storage.ResumePoint;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.vectors.StalePoints;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cluster around one IngestionJob, as far as the operator's loop can tell: Jobs and their pods,
 * a bucket, a collection, a clock. Every move of somebody else is a method; the operator's own
 * rounds may end anywhere. What must never be is asserted where it would happen.
 */
final class PlayedWorld {
    private static final int HALF = 5;
    private static final int ALL = 10;
    private static final IngestionJobPolicy POLICY =
            new IngestionJobPolicy("skerry", Set.of(), true, Duration.ofSeconds(5));

    /** A Job and the one pod it ever has. */
    private record Child(
            int run, int number, ChildJob.State state, boolean deleting, Optional<ChildPod> pod) {
        String name() {
            return "app-ij-r%d-a%d".formatted(run, number);
        }

        boolean programRuns() {
            return pod.isPresent() && !pod.get().finished();
        }
    }

    private final IngestionJobSpec working;
    private final IngestionJobSpec paused;
    private final Map<String, Child> children = new LinkedHashMap<>();
    private final Map<String, Integer> points = new HashMap<>();
    private final Map<String, IngestionResult> left = new HashMap<>();
    private Map<String, Child> cached = Map.of();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean suspended;
    private long generation = 1;
    private boolean bucket;
    private boolean collection;
    private Optional<IngestionJobStatus> status = Optional.empty();

    PlayedWorld(IngestionJobSpec working, IngestionJobSpec paused) {
        this.working = working;
        this.paused = paused;
    }

    Optional<IngestionJobStatus> status() {
        return status;
    }

    Map<String, Integer> points() {
        return Map.copyOf(points);
    }

    boolean anythingRuns() {
        return children.values().stream().anyMatch(Child::programRuns);
    }

    /**
     * One round of the operator, which dies after so many of its steps: the record is the first,
     * each action one more.
     */
    void operator(int steps) {
        if (steps <= 0) return;
        var subject =
                new IngestionJobSubject(
                        "demo",
                        "app",
                        "uid-1",
                        generation,
                        Optional.empty(),
                        false,
                        false,
                        suspended ? paused : working,
                        status);
        var plan = IngestionJobPlan.decide(subject, observe(), List.of(), POLICY);
        numbersNeverFall(plan.status());
        status = Optional.of(plan.status());
        plan.actions().stream().limit(steps - 1L).forEach(this::act);
    }

    private void numbersNeverFall(IngestionJobStatus next) {
        var before = status.flatMap(PlayedWorld::last);
        var after = last(next);
        if (before.isEmpty()) return;
        assertThat(after).isPresent();
        assertThat(after.get().run() * 1000 + after.get().number())
                .isGreaterThanOrEqualTo(before.get().run() * 1000 + before.get().number());
    }

    private IngestionJobObservation observe() {
        var open = status.flatMap(PlayedWorld::last).filter(a -> a.endedAt() == null);
        var current = open.map(a -> "app-ij-r%d-a%d".formatted(a.run(), a.number()));
        var jobs = new LinkedHashMap<>(cached);
        // the open attempt's Job is asked for past the cache where the cache has none
        current.map(children::get).ifPresent(child -> jobs.putIfAbsent(child.name(), child));
        var child = current.map(jobs::get);
        var pod = child.flatMap(Child::pod);
        var podUid = pod.map(ChildPod::uid).or(() -> open.map(Attempt::podUid));
        boolean complete = child.filter(c -> c.state() == ChildJob.State.COMPLETE).isPresent();
        return new IngestionJobObservation(
                now,
                Optional.empty(),
                jobs.values().stream().map(PlayedWorld::seen).toList(),
                pod,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                complete
                        ? podUid.map(left::get)
                                .<LeftResult>map(r -> new LeftResult.Found(podUid.get(), r))
                                .orElseGet(LeftResult.None::new)
                        : new LeftResult.None(),
                Optional.empty(),
                open.isPresent() ? new BucketState.NotAsked() : bucketState(),
                open.isPresent() ? new CollectionState.NotAsked() : collectionState(),
                open.isPresent() ? new ResumePoint.NotAsked() : new ResumePoint.None(),
                Map.of(),
                Map.of());
    }

    /** Asked only between attempts, as the real observer does. */
    private BucketState bucketState() {
        return bucket ? new BucketState.Ready() : new BucketState.Missing("skerry");
    }

    private CollectionState collectionState() {
        return collection ? new CollectionState.Ready(64, stale()) : new CollectionState.Missing();
    }

    private long stale() {
        var stale = IngestionLeftovers.stale(status);
        return points.entrySet().stream()
                .filter(e -> isStale(stale, e.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static boolean isStale(StalePoints stale, String run) {
        return stale.keep().map(kept -> !kept.equals(run)).orElse(stale.runs().contains(run));
    }

    private static ChildJob seen(Child child) {
        return new ChildJob(
                child.name(),
                "job-" + child.name(),
                child.run(),
                child.number(),
                true,
                child.state(),
                Optional.empty(),
                Optional.empty(),
                false,
                child.deleting());
    }

    private void act(IngestionJobAction action) {
        switch (action) {
            case IngestionJobAction.EnsureBucket a -> bucket = true;
            case IngestionJobAction.EnsureCollection a -> collection = true;
            case IngestionJobAction.CreateAttempt a -> create(a);
            case IngestionJobAction.DeleteJob a -> {
                var child = children.get(a.name());
                if (child != null) replace(child, child.state(), true, child.pod());
            }
            case IngestionJobAction.DeleteStalePoints a -> {
                a.stale()
                        .keep()
                        .ifPresent(
                                run ->
                                        assertThat(points.get(run))
                                                .as("points that are kept")
                                                .isEqualTo(ALL));
                assertThat(anythingRuns()).as("a program that may still upload").isFalse();
                points.keySet().removeIf(run -> isStale(a.stale(), run));
            }
            case IngestionJobAction.Announce a -> {}
            default -> throw new AssertionError("not of this world: " + action);
        }
    }

    private void create(IngestionJobAction.CreateAttempt action) {
        var recorded = last(status.orElseThrow()).orElseThrow();
        assertThat(List.of(recorded.run(), recorded.number()))
                .as("an attempt is created only after it stands in status")
                .isEqualTo(List.of(action.run(), action.number()));
        var child =
                new Child(
                        action.run(),
                        action.number(),
                        ChildJob.State.ACTIVE,
                        false,
                        Optional.empty());
        children.putIfAbsent(child.name(), child);
        oneAtATime();
    }

    private void oneAtATime() {
        assertThat(children.values().stream().filter(c -> c.state() == ChildJob.State.ACTIVE))
                .as("Jobs at a time")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(children.values().stream().filter(Child::programRuns))
                .as("programs at a time")
                .hasSizeLessThanOrEqualTo(1);
    }

    /** The operator's informers hear of all that has happened. */
    void informersCatchUp() {
        cached = Map.copyOf(children);
    }

    /** Kubernetes' Job controller: pods for Jobs, verdicts for pods. */
    void jobController() {
        for (var child : List.copyOf(children.values())) {
            if (child.state() != ChildJob.State.ACTIVE) continue;
            if (child.pod().isEmpty() && !child.deleting()) {
                replace(
                        child,
                        child.state(),
                        false,
                        Optional.of(pod(child, ChildPod.Phase.PENDING, 0)));
            } else if (child.pod().filter(ChildPod::finished).isPresent()) {
                boolean well = child.pod().get().phase() == ChildPod.Phase.SUCCEEDED;
                replace(
                        child,
                        well ? ChildJob.State.COMPLETE : ChildJob.State.FAILED,
                        child.deleting(),
                        child.pod());
            }
        }
        oneAtATime();
    }

    /** The garbage collector and the node, for Jobs that are being deleted. */
    void deletionsGoOn() {
        for (var child : List.copyOf(children.values())) {
            if (!child.deleting()) continue;
            if (child.programRuns())
                replace(
                        child,
                        child.state(),
                        true,
                        Optional.of(pod(child, ChildPod.Phase.FAILED, 143)));
            else children.remove(child.name());
        }
    }

    void programStarts() {
        running(ChildPod.Phase.PENDING).ifPresent(c -> change(c, ChildPod.Phase.RUNNING, 0));
    }

    void programUploadsHalf() {
        running(ChildPod.Phase.RUNNING).ifPresent(c -> points.merge(runId(c), HALF, Math::max));
    }

    /** All points are there, and the result lies where the operator finds it. */
    void programPublishes() {
        running(ChildPod.Phase.RUNNING)
                .ifPresent(
                        c -> {
                            points.put(runId(c), ALL);
                            left.put(c.pod().orElseThrow().uid(), result(c));
                        });
    }

    void programEnds() {
        running(ChildPod.Phase.RUNNING)
                .filter(c -> left.containsKey(c.pod().orElseThrow().uid()))
                .ifPresent(c -> change(c, ChildPod.Phase.SUCCEEDED, 0));
    }

    void programIsKilled() {
        running(ChildPod.Phase.RUNNING).ifPresent(c -> change(c, ChildPod.Phase.FAILED, 137));
    }

    void timePasses(Duration time) {
        now = now.plus(time);
    }

    void suspend(boolean wanted) {
        if (suspended != wanted) generation++;
        suspended = wanted;
    }

    private Optional<Child> running(ChildPod.Phase phase) {
        return children.values().stream()
                .filter(c -> c.pod().filter(p -> p.phase() == phase).isPresent())
                .findFirst();
    }

    private void change(Child child, ChildPod.Phase phase, int exitCode) {
        replace(child, child.state(), child.deleting(), Optional.of(pod(child, phase, exitCode)));
        oneAtATime();
    }

    private void replace(
            Child child, ChildJob.State state, boolean deleting, Optional<ChildPod> pod) {
        children.put(child.name(), new Child(child.run(), child.number(), state, deleting, pod));
    }

    private ChildPod pod(Child child, ChildPod.Phase phase, int exitCode) {
        boolean over = phase == ChildPod.Phase.SUCCEEDED || phase == ChildPod.Phase.FAILED;
        return new ChildPod(
                "pod-" + child.name(),
                child.name() + "-x",
                Optional.of("n1"),
                phase,
                phase == ChildPod.Phase.PENDING ? Optional.empty() : Optional.of(now),
                over ? Optional.of(now) : Optional.empty(),
                over ? Optional.of(exitCode) : Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                child.deleting() ? Optional.of(now) : Optional.empty());
    }

    private static String runId(Child child) {
        return "r%d-a%d-%s".formatted(child.run(), child.number(), child.pod().orElseThrow().uid());
    }

    private static IngestionResult result(Child child) {
        return new IngestionResult(
                runId(child), "0123456789", "demo.code", null, (long) ALL, 3L, 0L, 0L, 0L);
    }

    private static Optional<Attempt> last(IngestionJobStatus status) {
        var attempts = Optional.ofNullable(status.attempts()).orElse(new ArrayList<>());
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }
}
