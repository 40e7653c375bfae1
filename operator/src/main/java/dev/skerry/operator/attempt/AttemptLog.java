package dev.skerry.operator.attempt;

import dev.skerry.api.Attempt;
import dev.skerry.api.wire.FailureClass;
import dev.skerry.operator.status.Texts;
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
 * @param activeSeconds of ended attempts of this run
 */
public record AttemptLog(
        List<Attempt> attempts, Map<String, Integer> failures, long activeSeconds) {
    private static final int KEPT = 5;

    public AttemptLog {
        attempts = List.copyOf(attempts);
        failures = Map.copyOf(failures);
    }

    /** From what status says, where parts may be absent. */
    public static AttemptLog of(
            List<Attempt> attempts, Map<String, Integer> failures, Long activeSeconds) {
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

    public AttemptLog begin(int run, int number, Instant now) {
        return with(
                append(
                        new Attempt(
                                run,
                                number,
                                null,
                                null,
                                null,
                                Timestamps.text(now),
                                null,
                                null,
                                null,
                                null,
                                null)));
    }

    /**
     * What has been learnt of the open attempt from its Job and pod. A further pod of the same Job
     * is an eviction.
     */
    public AttemptLog seen(ChildJob job, Optional<ChildPod> pod) {
        var a = open().orElseThrow();
        var podUid = pod.map(ChildPod::uid).orElse(a.podUid());
        boolean another = a.podUid() != null && !a.podUid().equals(podUid);
        Integer evictions =
                another
                        ? Integer.valueOf((a.evictions() == null ? 0 : a.evictions()) + 1)
                        : a.evictions();
        var node = pod.flatMap(ChildPod::node).orElse(a.node());
        return with(
                replaceLast(
                        new Attempt(
                                a.run(),
                                a.number(),
                                job.uid(),
                                podUid,
                                evictions,
                                a.startedAt(),
                                null,
                                a.exitCode(),
                                a.failureClass(),
                                node,
                                a.message())));
    }

    /**
     * Records why the open attempt is about to be ended, before its Job is deleted.
     *
     * @param ran how long its program has run; counted now, for the pod is gone when the attempt
     *     closes
     */
    public AttemptLog ending(Ending why, Duration ran) {
        var a = open().orElseThrow();
        return new AttemptLog(
                replaceLast(
                        new Attempt(
                                a.run(),
                                a.number(),
                                a.jobUid(),
                                a.podUid(),
                                a.evictions(),
                                a.startedAt(),
                                null,
                                a.exitCode(),
                                why.id(),
                                a.node(),
                                a.message())),
                failures,
                activeSeconds + Math.max(0, ran.toSeconds()));
    }

    /**
     * Closes the open attempt.
     *
     * @param ran how long its program has run
     */
    public AttemptLog close(Outcome outcome, Duration ran) {
        var a = open().orElseThrow();
        var end = Timestamps.text(outcome.at());
        var counted = new LinkedHashMap<>(failures);
        var closed =
                switch (outcome) {
                    case Outcome.Succeeded s -> ended(a, end, 0, null, a.message());
                    case Outcome.Stopped s ->
                            ended(a, end, a.exitCode(), s.ending().id(), a.message());
                    case Outcome.Removed r ->
                            ended(
                                    a,
                                    end,
                                    a.exitCode(),
                                    "Removed",
                                    "its Job was removed by somebody else");
                    case Outcome.Failed f -> {
                        counted.merge(f.failureClass().id(), 1, Integer::sum);
                        yield ended(
                                a,
                                end,
                                f.exitCode().orElse(null),
                                f.failureClass().id(),
                                Texts.limited(f.message(), 400));
                    }
                };
        return new AttemptLog(
                replaceLast(closed),
                counted,
                activeSeconds + (a.failureClass() == null ? Math.max(0, ran.toSeconds()) : 0));
    }

    /** A new run: budgets begin anew, the attempts stay for reading. */
    public AttemptLog newRun() {
        return new AttemptLog(attempts, Map.of(), 0);
    }

    /** The class the last attempt of the run failed with; empty where it did not fail. */
    public Optional<FailureClass> lastFailure(int run) {
        return last(run)
                .filter(a -> a.endedAt() != null)
                .map(Attempt::failureClass)
                .flatMap(FailureClass::ofId);
    }

    private static Attempt ended(
            Attempt a, String end, Integer exitCode, String failureClass, String message) {
        return new Attempt(
                a.run(),
                a.number(),
                a.jobUid(),
                a.podUid(),
                a.evictions(),
                a.startedAt(),
                end,
                exitCode,
                failureClass,
                a.node(),
                message);
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
