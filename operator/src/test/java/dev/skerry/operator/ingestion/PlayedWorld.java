package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.Attempt;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.job.decide.JobAction;
import dev.skerry.operator.job.decide.JobFacts;
import dev.skerry.operator.job.decide.JobPlan;
import dev.skerry.operator.job.decide.JobPolicy;
import dev.skerry.operator.job.decide.JobSubject;
import dev.skerry.operator.job.decide.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    private static final JobPolicy POLICY = Installed.policy(Set.of());
    private static final IngestionKind KIND = Installed.kind(true);

    private final IngestionJobSpec working;
    private final IngestionJobSpec paused;
    private final Map<String, PlayedChild> children = new LinkedHashMap<>();
    private final PlayedStores stores = new PlayedStores();
    private final Map<String, IngestionResult> left = new LinkedHashMap<>();
    private final List<JobAction> frozen = new ArrayList<>();
    private Map<String, PlayedChild> cached = Map.of();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean suspended;
    private long generation = 1;
    private Optional<IngestionJobStatus> status = Optional.empty();

    PlayedWorld(IngestionJobSpec working, IngestionJobSpec paused) {
        this.working = working;
        this.paused = paused;
    }

    Optional<IngestionJobStatus> status() {
        return status;
    }

    Map<String, Integer> points() {
        return stores.points().byRun();
    }

    boolean anythingRuns() {
        return children.values().stream().anyMatch(PlayedChild::programRuns);
    }

    /**
     * One round of the operator, which dies after so many of its steps: the record is the first,
     * each action one more.
     */
    void operator(int steps) {
        if (steps <= 0) return;
        var plan = decide();
        numbersNeverFall(plan.status());
        status = Optional.of(plan.status());
        plan.actions().stream().limit(steps - 1L).forEach(this::act);
    }

    private JobPlan<IngestionJobStatus> decide() {
        var subject =
                new JobSubject<>(
                        "demo",
                        "app",
                        "uid-1",
                        generation,
                        Optional.empty(),
                        false,
                        false,
                        suspended ? paused : working,
                        status);
        return Installed.decide(KIND, subject, observe(), POLICY, this::answered);
    }

    /**
     * One round of an operator that is frozen after its record: what it was about to remove, it
     * removes when it thaws, whoever leads by then.
     */
    void operatorFreezes() {
        var plan = decide();
        numbersNeverFall(plan.status());
        status = Optional.of(plan.status());
        plan.actions().stream().filter(PlayedWorld::removes).forEach(frozen::add);
    }

    void frozenOperatorThaws() {
        while (!frozen.isEmpty()) act(frozen.removeFirst());
    }

    private static boolean removes(JobAction action) {
        var name = action.getClass().getSimpleName();
        return name.startsWith("Delete") || name.startsWith("Remove");
    }

    private void numbersNeverFall(IngestionJobStatus next) {
        var before = status.flatMap(PlayedWorld::last);
        var after = last(next);
        if (before.isEmpty()) return;
        assertThat(after).isPresent();
        assertThat(after.get().run() * 1000 + after.get().number())
                .isGreaterThanOrEqualTo(before.get().run() * 1000 + before.get().number());
    }

    private JobFacts observe() {
        var open = open();
        var jobs = new LinkedHashMap<>(cached);
        var pod =
                open.flatMap(a -> Optional.ofNullable(children.get(name(a))))
                        .flatMap(PlayedChild::pod);
        return new JobFacts(
                now,
                Optional.empty(),
                Optional.empty(),
                jobs.values().stream().map(PlayedChild::seen).toList(),
                pod,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Optional<Attempt> open() {
        return status.flatMap(PlayedWorld::last).filter(a -> a.endedAt() == null);
    }

    private static String name(Attempt attempt) {
        return "app-ij-r%d-a%d".formatted(attempt.run(), attempt.number());
    }

    private Object answered(Question<?> question) {
        return new PlayedAnswers(children, left, stores)
                .to(question, open().map(PlayedWorld::name));
    }

    private void act(JobAction action) {
        switch (action) {
            case JobAction.CreateAttempt a -> create(a);
            case JobAction.DeleteJob a -> {
                var child = children.get(a.name());
                if (child != null) replace(child, child.state(), true, child.pod());
            }
            case JobAction.RemoveChildren a -> a.children().forEach(this::remove);
            case JobAction.Announce a -> {}
            default -> stores.act(action, status);
        }
    }

    private void remove(JobAction.Child child) {
        var there = children.get(child.name());
        if (there == null) return;
        assertThat(there.programRuns()).as("the program of a child that goes").isFalse();
        children.remove(child.name());
    }

    private void create(JobAction.CreateAttempt action) {
        var recorded = last(status.orElseThrow()).orElseThrow();
        assertThat(List.of(recorded.run(), recorded.number()))
                .as("an attempt is created only after it stands in status")
                .isEqualTo(List.of(action.run(), action.number()));
        var child =
                new PlayedChild(
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
        assertThat(children.values().stream().filter(PlayedChild::programRuns))
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
                        Optional.of(child.podIn(ChildPod.Phase.PENDING, 0, now)));
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
                        Optional.of(child.podIn(ChildPod.Phase.FAILED, 143, now)));
            else children.remove(child.name());
        }
    }

    void programStarts() {
        running(ChildPod.Phase.PENDING).ifPresent(c -> change(c, ChildPod.Phase.RUNNING, 0));
    }

    void programUploadsHalf() {
        running(ChildPod.Phase.RUNNING).ifPresent(c -> stores.points().uploadHalf(c.runId()));
    }

    /** All points are there, and the result lies where the operator finds it. */
    void programPublishes() {
        running(ChildPod.Phase.RUNNING)
                .ifPresent(
                        c -> {
                            stores.points().uploadAll(c.runId());
                            left.put(c.pod().orElseThrow().uid(), c.result(PlayedPoints.ALL));
                            stores.stored();
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

    private Optional<PlayedChild> running(ChildPod.Phase phase) {
        return children.values().stream()
                .filter(c -> c.pod().filter(p -> p.phase() == phase).isPresent())
                .findFirst();
    }

    private void change(PlayedChild child, ChildPod.Phase phase, int exitCode) {
        replace(
                child,
                child.state(),
                child.deleting(),
                Optional.of(child.podIn(phase, exitCode, now)));
        oneAtATime();
    }

    private void replace(
            PlayedChild child, ChildJob.State state, boolean deleting, Optional<ChildPod> pod) {
        children.put(
                child.name(), new PlayedChild(child.run(), child.number(), state, deleting, pod));
    }

    private static Optional<Attempt> last(IngestionJobStatus status) {
        var attempts = Optional.ofNullable(status.attempts()).orElse(new ArrayList<>());
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }
}
