package dev.skerry.operator.ingestion;

import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionReason;
import dev.skerry.operator.attempt.Budget;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.ingestion.IngestionJobAction.AddFinalizer;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveFinalizer;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What an IngestionJob needs next. Pure: no client, no clock, no logging.
 *
 * @param status to be recorded before anything is done
 * @param actions to be done afterwards, in order
 * @param wakeUp when to look again although nothing happened
 */
record IngestionJobPlan(
        IngestionJobStatus status, List<IngestionJobAction> actions, Optional<Duration> wakeUp) {

    static IngestionJobPlan decide(
            IngestionJobSubject job,
            IngestionJobObservation seen,
            List<String> problems,
            IngestionJobPolicy policy) {
        var draft = new IngestionJobDraft(job, seen.now());
        IngestionAttempts.adopt(draft, seen);
        if (draft.run > 0 && draft.bucket.isEmpty())
            draft.bucket = Optional.of(IngestionJobResources.bucket(job.spec(), policy.bucket()));
        IngestionAttempts.settle(draft, seen);
        if (job.deletingSince().isPresent()) return IngestionJobDeletion.delete(draft, seen);
        if (job.wantsFinalizer() && !job.finalizer()) draft.actions.addFirst(new AddFinalizer());
        if (!job.wantsFinalizer() && job.finalizer())
            draft.actions.addFirst(new RemoveFinalizer(false));
        IngestionLeftovers.removeOldChildren(draft, seen);
        if (!problems.isEmpty()) return refuse(draft, seen, problems, policy);
        draft.conditions.set(ConditionType.ACCEPTED, Verdict.TRUE, IngestionReason.VALID, "");
        var digest = IngestionInputs.digest(job.spec());
        if (IngestionInputs.startNewRun(draft.inputs, job.generation(), digest)) {
            if (draft.open().isPresent())
                return IngestionJobStop.end(draft, seen, EndReason.SUPERSEDED);
            draft.beginRun(
                    digest,
                    IngestionJobResources.bucket(job.spec(), policy.bucket()),
                    seen.highestRun());
        }
        draft.observedInputs();
        if (draft.finishedAt.isPresent() && !IngestionInputs.goesOn(draft))
            return IngestionJobEnd.keep(draft, seen);
        if (draft.finishedAt.isPresent()) draft.goOn();
        if (draft.open().isEmpty() && draft.succeeded()) return IngestionJobEnd.sweep(draft, seen);
        if (draft.removedNow()) return IngestionJobEnd.finish(draft);
        if (job.suspended()) return suspend(draft, seen);
        if (draft.open().isPresent()) return IngestionJobFollow.follow(draft, seen, policy);
        return afterwards(draft, seen);
    }

    static IngestionJobPlan of(IngestionJobDraft draft, Duration wakeUp) {
        return new IngestionJobPlan(
                draft.build(), List.copyOf(draft.actions), Optional.ofNullable(wakeUp));
    }

    /** A bad spec stops new work; it never stops observing what already runs. */
    private static IngestionJobPlan refuse(
            IngestionJobDraft draft,
            IngestionJobObservation seen,
            List<String> problems,
            IngestionJobPolicy policy) {
        var message = String.join("; ", problems);
        draft.conditions.set(
                ConditionType.ACCEPTED, Verdict.FALSE, IngestionReason.INVALID, message);
        if (draft.open().isPresent()) {
            var attempt = draft.open().get();
            boolean unborn = seen.job(attempt.run(), attempt.number()).isEmpty();
            if (draft.job.suspended())
                return IngestionJobStop.end(draft, seen, EndReason.SUSPENDED);
            return unborn
                    ? IngestionJobStop.end(draft, seen, EndReason.SUPERSEDED)
                    : IngestionJobFollow.follow(draft, seen, policy);
        }
        draft.stalled(Phase.FAILED, IngestionReason.INVALID, message, message);
        return of(draft, null);
    }

    private static IngestionJobPlan suspend(IngestionJobDraft draft, IngestionJobObservation seen) {
        if (draft.open().isPresent()) return IngestionJobStop.end(draft, seen, EndReason.SUSPENDED);
        draft.nextAttemptAt = Optional.empty();
        draft.resting(
                Phase.SUSPENDED,
                Verdict.FALSE,
                IngestionReason.SUSPENDED,
                "spec.suspend is true",
                "spec.suspend to become false");
        return of(draft, null);
    }

    private static IngestionJobPlan afterwards(
            IngestionJobDraft draft, IngestionJobObservation seen) {
        var last = draft.attempts.last(draft.run);
        var failure = draft.attempts.lastFailure(draft.run);
        var budget = new Budget(draft.job.spec().retries());
        if (failure.isPresent() && budget.exhausted(draft.attempts.failures(), failure.get()))
            return IngestionJobEnd.finish(draft);
        if (failure.isPresent()) {
            var at = draft.nextAttemptAt.orElseGet(() -> retryAt(draft));
            if (at.isAfter(draft.now)) {
                draft.nextAttemptAt = Optional.of(at);
                draft.ongoing(
                        Phase.PENDING,
                        IngestionReason.RETRYING,
                        "attempt %d failed: %s; the next one starts at %s"
                                .formatted(
                                        last.orElseThrow().number(),
                                        failure.get().id(),
                                        at.truncatedTo(ChronoUnit.SECONDS)),
                        "the pause before attempt " + (last.orElseThrow().number() + 1));
                return of(draft, Duration.between(draft.now, at).plusMillis(50));
            }
        }
        return IngestionJobStart.start(draft, seen);
    }

    private static Instant retryAt(IngestionJobDraft draft) {
        var last = draft.attempts.last(draft.run).orElseThrow();
        long failures = draft.attempts.failures().getOrDefault(last.failureClass(), 1L);
        var ended = Timestamps.parse(last.endedAt()).orElse(draft.now);
        return ended.plus(Budget.delay(draft.job.uid(), draft.run, last.number(), failures));
    }
}
