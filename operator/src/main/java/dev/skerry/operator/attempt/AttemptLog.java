package dev.skerry.operator.attempt;

import dev.skerry.api.Attempt;
import dev.skerry.api.AttemptBuilder;
import dev.skerry.api.ForeignText;
import dev.skerry.api.wire.FailureClass;
import dev.skerry.api.wire.Places;
import dev.skerry.operator.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The attempts of a job as status keeps them: the last five in full, the failures of the current
 * run by class, its running time. A value; every change is a new one.
 *
 * @param attempts oldest first
 * @param activeSeconds of programs of this run that have ended
 */
public record AttemptLog(List<Attempt> attempts, Map<String, Long> failures, long activeSeconds) {
    private static final int KEPT = 5;

    public AttemptLog {
        attempts = List.copyOf(attempts);
        failures = Map.copyOf(failures);
    }

    /** From what status says, where parts may be absent. */
    public static AttemptLog of(
            List<Attempt> attempts, Map<String, Long> failures, Long activeSeconds) {
        return new AttemptLog(
                attempts == null ? List.of() : attempts,
                failures == null ? Map.of() : failures,
                activeSeconds == null ? 0 : activeSeconds);
    }

    public Optional<Attempt> last() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    /** The attempt that has begun and not ended. */
    public Optional<Attempt> open() {
        return last().filter(a -> a.endedAt() == null);
    }

    /** The last attempt of a run. */
    public Optional<Attempt> last(int run) {
        return last().filter(a -> a.run() == run);
    }

    /** The number an attempt begun now gets; it never falls, whatever status lost. */
    public int nextNumber(int run, int highestChild) {
        return Math.max(last(run).map(Attempt::number).orElse(0), highestChild) + 1;
    }

    /** The node that the attempt before the open one was lost with. */
    public Optional<String> nodeToAvoid() {
        if (attempts.size() < 2) return Optional.empty();
        var before = attempts.get(attempts.size() - 2);
        return FailureClass.NODE.id().equals(before.failureClass())
                ? Optional.ofNullable(before.node())
                : Optional.empty();
    }

    public AttemptLog begin(int run, int number, Instant now) {
        return with(
                append(
                        AttemptBuilder.builder()
                                .run(run)
                                .number(number)
                                .startedAt(Timestamps.text(now))
                                .build()));
    }

    /**
     * Takes in an attempt that status does not know and whose Job is there: status was lost, the
     * program was not.
     */
    public AttemptLog adopt(ChildJob job, Instant now) {
        return begin(job.run(), job.attempt(), now).seen(Optional.of(job), Optional.empty(), now);
    }

    /**
     * What has been learnt of the open attempt from its Job and pod. A further pod of the same Job
     * is an eviction; the time that the former one ran counts all the same.
     *
     * @param job where it is there and ours
     * @param until when the program is taken to have ended, where its pod has gone
     */
    public AttemptLog seen(Optional<ChildJob> job, Optional<ChildPod> pod, Instant until) {
        var a = open().orElseThrow();
        var podUid = pod.map(ChildPod::uid).orElse(a.podUid());
        boolean another = a.podUid() != null && !a.podUid().equals(podUid);
        Integer evictions =
                another
                        ? Integer.valueOf((a.evictions() == null ? 0 : a.evictions()) + 1)
                        : a.evictions();
        boolean gone = a.runningSince() != null && (another || pod.isEmpty());
        var runningSince =
                pod.flatMap(ChildPod::runningSince)
                        .map(Timestamps::text)
                        .orElse(gone ? null : a.runningSince());
        return new AttemptLog(
                replaceLast(
                        AttemptBuilder.builder(a)
                                .jobUid(job.map(ChildJob::uid).orElse(a.jobUid()))
                                .podUid(podUid)
                                .evictions(evictions)
                                .runningSince(runningSince)
                                .node(pod.flatMap(ChildPod::node).orElse(a.node()))
                                .build()),
                failures,
                activeSeconds + (gone ? ran(a, until) : 0));
    }

    /** Records why the open attempt is about to be ended, before anything is done for it. */
    public AttemptLog ending(EndReason why, Instant now) {
        var a = open().orElseThrow();
        return with(replaceLast(a.withEnding(why.id()).withEndingSince(Timestamps.text(now))));
    }

    /**
     * Closes the open attempt.
     *
     * @param until when its program ended, where one still counts as running
     */
    public AttemptLog close(Outcome outcome, Instant until) {
        var a = open().orElseThrow();
        var counted = new LinkedHashMap<>(failures);
        var closed =
                switch (outcome) {
                    case Outcome.Succeeded s ->
                            ended(a, s, Optional.empty(), Optional.empty(), a.message());
                    case Outcome.Stopped s ->
                            ended(
                                    a,
                                    s,
                                    Optional.empty(),
                                    Optional.of(s.reason().id()),
                                    a.message());
                    case Outcome.Removed r ->
                            ended(
                                    a,
                                    r,
                                    Optional.empty(),
                                    Optional.of(EndReason.REMOVED.id()),
                                    "its Job was removed by somebody else");
                    case Outcome.Failed f -> {
                        counted.merge(f.failureClass().id(), 1L, Long::sum);
                        yield ended(
                                a,
                                f,
                                Optional.of(f.failureClass()),
                                Optional.ofNullable(a.ending()),
                                ForeignText.limited(f.message(), 400));
                    }
                };
        return new AttemptLog(replaceLast(closed), counted, activeSeconds + ran(a, until));
    }

    /** A run that failed goes on: its budgets begin anew, the attempts stay. */
    public AttemptLog withFreshBudgets() {
        return new AttemptLog(attempts, Map.of(), 0);
    }

    /** Whether the last attempt of the run has ended and its result stands. */
    public boolean succeeded(int run) {
        return last(run)
                .filter(a -> a.endedAt() != null && a.failureClass() == null && a.ending() == null)
                .isPresent();
    }

    /** Whether the run has an ended attempt that a next one goes on from. */
    public boolean interrupted(int run) {
        return last(run).filter(a -> a.endedAt() != null).isPresent() && !succeeded(run);
    }

    /** The class the last attempt of the run failed with; empty where it did not fail. */
    public Optional<FailureClass> lastFailure(int run) {
        return last(run)
                .filter(a -> a.endedAt() != null)
                .map(Attempt::failureClass)
                .flatMap(FailureClass::ofId);
    }

    /** Under which name an attempt's pod writes; empty before there was one. */
    public static Optional<String> runId(Attempt attempt) {
        return Optional.ofNullable(attempt.podUid())
                .map(uid -> Places.runId(attempt.run(), attempt.number(), uid));
    }

    /** The names under which ended attempts wrote, as far as status still knows them. */
    public List<String> endedRunIds() {
        return attempts.stream()
                .filter(a -> a.endedAt() != null)
                .flatMap(a -> runId(a).stream())
                .toList();
    }

    private static long ran(Attempt a, Instant until) {
        return Timestamps.parse(a.runningSince())
                .map(since -> Math.max(0, Duration.between(since, until).toSeconds()))
                .orElse(0L);
    }

    private static Attempt ended(
            Attempt a,
            Outcome outcome,
            Optional<FailureClass> failureClass,
            Optional<String> ending,
            String message) {
        return AttemptBuilder.builder(a)
                .runningSince(null)
                .endingSince(null)
                .endedAt(Timestamps.text(outcome.at()))
                .exitCode(outcome.exitCode().orElse(a.exitCode()))
                .failureClass(failureClass.map(FailureClass::id).orElse(null))
                .ending(ending.orElse(null))
                .message(message)
                .build();
    }

    private AttemptLog with(List<Attempt> changed) {
        return new AttemptLog(changed, failures, activeSeconds);
    }

    private List<Attempt> append(Attempt attempt) {
        var all = new ArrayList<>(attempts);
        all.add(attempt);
        return all.subList(Math.max(0, all.size() - KEPT), all.size());
    }

    private List<Attempt> replaceLast(Attempt attempt) {
        var all = new ArrayList<>(attempts);
        all.set(all.size() - 1, attempt);
        return all;
    }
}
