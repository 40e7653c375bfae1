package dev.skerry.operator.ingestion;

import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionReason;
import dev.skerry.operator.attempt.AttemptState;
import dev.skerry.operator.attempt.Budget;
import dev.skerry.operator.attempt.Ending;
import dev.skerry.operator.attempt.Outcome;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteAllPoints;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteJob;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteStalePoints;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveChildren;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveFinalizer;
import dev.skerry.operator.ingestion.IngestionJobDraft.Phase;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
import dev.skerry.operator.vectors.CollectionState;
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
record IngestionJobPlan(IngestionJobStatus status, List<IngestionJobAction> actions, Optional<Duration> wakeUp) {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    static IngestionJobPlan decide(
            IngestionJobSubject job, IngestionJobObservation seen, List<String> problems, IngestionJobPolicy policy) {
        var draft = new IngestionJobDraft(job, seen.now());
        settle(draft, seen);
        if (job.deleting()) return delete(draft, seen);
        if (!problems.isEmpty()) return refuse(draft, seen, problems, policy);
        draft.conditions.set(ConditionType.ACCEPTED, Verdict.TRUE, IngestionReason.VALID, "");
        var digest = IngestionInputs.digest(job.spec());
        if (startsNewRun(draft, digest)) {
            if (draft.open().isPresent()) return end(draft, seen, Ending.SUPERSEDED);
            draft.beginRun(digest);
        }
        draft.inputs = draft.inputs.map(i -> new IngestionJobStatus.Inputs(job.generation(), i.digest()));
        if (draft.finishedAt.isPresent()) return keep(draft, seen);
        if (job.suspended()) return suspend(draft, seen);
        if (draft.open().isPresent()) return IngestionJobFollow.follow(draft, seen, policy);
        if (draft.succeeded()) return sweep(draft, seen);
        return afterwards(draft, seen, policy);
    }

    static IngestionJobPlan of(IngestionJobDraft draft, Duration wakeUp) {
        return new IngestionJobPlan(draft.build(), List.copyOf(draft.actions), Optional.ofNullable(wakeUp));
    }

    /** Takes in what became of the open attempt. */
    private static void settle(IngestionJobDraft draft, IngestionJobObservation seen) {
        IngestionJobFollow.takeResult(draft, seen);
        if (draft.open().isEmpty()) return;
        var attempt = draft.open().get();
        var child = seen.job(attempt.run(), attempt.number());
        if (child.isPresent() && child.get().ours()) draft.attempts = draft.attempts.seen(child.get(), seen.pod());
        var state = AttemptState.of(draft.open().get(), child, seen.pod(), seen.now());
        if (!(state instanceof AttemptState.Over over)) return;
        draft.attempts = draft.attempts.close(over.outcome(), IngestionJobFollow.ran(seen, over.outcome().at()));
        draft.conditions.set(ConditionType.PROGRESS_FRESH, Verdict.UNKNOWN, IngestionReason.NOT_RUNNING, "no program is running");
        switch (over.outcome()) {
            case Outcome.Succeeded s -> {}
            case Outcome.Failed f -> draft.announce(true, IngestionReason.FAILED, "attempt %d of run %d failed: %s: %s".formatted(attempt.number(), attempt.run(), f.failureClass().id(), f.message()));
            case Outcome.Stopped s -> draft.announce(false, IngestionReason.ENDING, "attempt %d of run %d ended: %s".formatted(attempt.number(), attempt.run(), s.ending().id()));
            case Outcome.Removed r -> draft.announce(true, IngestionReason.ATTEMPT_REMOVED, "the Job of attempt %d of run %d was removed by somebody else".formatted(attempt.number(), attempt.run()));
        }
    }

    private static boolean startsNewRun(IngestionJobDraft draft, String digest) {
        if (draft.inputs.isEmpty()) return true;
        var inputs = draft.inputs.get();
        return inputs.generation() != draft.job.generation() && !digest.equals(inputs.digest());
    }

    private static IngestionJobPlan delete(IngestionJobDraft draft, IngestionJobObservation seen) {
        draft.ongoing(Phase.PENDING, IngestionReason.ENDING, "being deleted", "its Jobs, pods and points to be removed");
        if (draft.open().isPresent()) return end(draft, seen, Ending.SUPERSEDED);
        draft.actions.add(new DeleteAllPoints(draft.collection()));
        draft.actions.add(new RemoveFinalizer());
        return of(draft, LATER);
    }

    /** A bad spec stops new work; it never stops observing what already runs. */
    private static IngestionJobPlan refuse(
            IngestionJobDraft draft, IngestionJobObservation seen, List<String> problems, IngestionJobPolicy policy) {
        var message = String.join("; ", problems);
        draft.conditions.set(ConditionType.ACCEPTED, Verdict.FALSE, IngestionReason.INVALID, message);
        if (draft.open().isPresent()) return IngestionJobFollow.follow(draft, seen, policy);
        draft.stalled(Phase.FAILED, IngestionReason.INVALID, message, message);
        return of(draft, null);
    }

    /** Ends the open attempt: the reason is recorded first, then its Job goes. */
    static IngestionJobPlan end(IngestionJobDraft draft, IngestionJobObservation seen, Ending why) {
        var attempt = draft.open().orElseThrow();
        var child = seen.job(attempt.run(), attempt.number()).filter(j -> j.ours());
        if (attempt.failureClass() == null) draft.attempts = draft.attempts.ending(why);
        draft.ongoing(why == Ending.SUSPENDED ? Phase.SUSPENDED : Phase.RUNNING, IngestionReason.ENDING,
                "attempt " + attempt.number() + " is being ended: " + why.id(), "the pod of attempt " + attempt.number() + " to end");
        child.filter(j -> !j.deleting()).ifPresent(j -> draft.actions.add(new DeleteJob(j.name(), j.uid())));
        return of(draft, SOON);
    }

    private static IngestionJobPlan suspend(IngestionJobDraft draft, IngestionJobObservation seen) {
        if (draft.open().isPresent()) return end(draft, seen, Ending.SUSPENDED);
        draft.nextAttemptAt = Optional.empty();
        draft.resting(Phase.SUSPENDED, Verdict.FALSE, IngestionReason.SUSPENDED, "spec.suspend is true", "spec.suspend to become false");
        return of(draft, null);
    }

    /** The points are there and status names them: only now may those of earlier runs go. */
    private static IngestionJobPlan sweep(IngestionJobDraft draft, IngestionJobObservation seen) {
        if (!draft.hasResultOfThisRun()) {
            draft.finishedAt = Optional.of(draft.now);
            var message = "the program ended well but left no result; see its log";
            draft.announce(true, IngestionReason.FAILED, message);
            draft.stalled(Phase.FAILED, IngestionReason.FAILED, message, "a change of the spec");
            return of(draft, null);
        }
        var result = draft.result.orElseThrow();
        return switch (seen.collection()) {
            case CollectionState.Ready ready when ready.stalePoints() == 0 -> {
                draft.finishedAt = Optional.of(draft.now);
                var message = "%d files, %d edges from commit %.12s".formatted(result.files(), result.edges(), result.commit());
                draft.resting(Phase.SUCCEEDED, Verdict.TRUE, IngestionReason.SUCCEEDED, message, "");
                draft.announce(false, IngestionReason.SUCCEEDED, message);
                yield of(draft, afterTtl(draft));
            }
            case CollectionState.Ready ready -> {
                draft.ongoing(Phase.RUNNING, IngestionReason.SWEEPING, "removing " + ready.stalePoints() + " points of earlier runs", "");
                draft.actions.add(new DeleteStalePoints(draft.collection(), result.runId()));
                yield of(draft, SOON);
            }
            case CollectionState.Away away -> sweepLater(draft, away.message());
            case CollectionState.Refused refused -> sweepLater(draft, refused.message());
            case CollectionState.Missing m -> sweepLater(draft, "collection " + draft.collection() + " has gone");
            case CollectionState.NotAsked n -> of(draft, SOON);
        };
    }

    private static IngestionJobPlan sweepLater(IngestionJobDraft draft, String message) {
        draft.ongoing(Phase.RUNNING, IngestionReason.SWEEPING, "points of earlier runs cannot be removed yet: " + message, "the vector store: " + message);
        return of(draft, LATER);
    }

    private static IngestionJobPlan afterwards(IngestionJobDraft draft, IngestionJobObservation seen, IngestionJobPolicy policy) {
        var last = draft.attempts.last(draft.run);
        if (last.isPresent() && "Removed".equals(last.get().failureClass())) {
            draft.finishedAt = Optional.of(draft.now);
            draft.stalled(Phase.FAILED, IngestionReason.ATTEMPT_REMOVED, "the Job of attempt " + last.get().number() + " was removed by somebody else", "a change of the spec");
            return of(draft, null);
        }
        var failure = draft.attempts.lastFailure(draft.run);
        var budget = new Budget(draft.job.spec().retries());
        if (failure.isPresent() && budget.exhausted(draft.attempts.failures(), failure.get())) {
            draft.finishedAt = Optional.of(draft.now);
            draft.nextAttemptAt = Optional.empty();
            var message = "%s: %s (%d retries allowed)".formatted(failure.get().id(), last.map(a -> a.message()).orElse(""), budget.allowed(failure.get()));
            draft.announce(true, IngestionReason.RETRIES_EXHAUSTED, message);
            draft.stalled(Phase.FAILED, IngestionReason.RETRIES_EXHAUSTED, message, "a change of the spec");
            return of(draft, afterTtl(draft));
        }
        if (failure.isPresent()) {
            var at = draft.nextAttemptAt.orElseGet(() -> retryAt(draft));
            if (at.isAfter(draft.now)) {
                draft.nextAttemptAt = Optional.of(at);
                draft.ongoing(Phase.PENDING, IngestionReason.RETRYING,
                        "attempt %d failed: %s; the next one starts at %s".formatted(last.orElseThrow().number(), failure.get().id(), at.truncatedTo(ChronoUnit.SECONDS)),
                        "the pause before attempt " + (last.orElseThrow().number() + 1));
                return of(draft, Duration.between(draft.now, at).plusMillis(50));
            }
        }
        return IngestionJobStart.start(draft, seen);
    }

    private static Instant retryAt(IngestionJobDraft draft) {
        var last = draft.attempts.last(draft.run).orElseThrow();
        int failures = draft.attempts.failures().getOrDefault(last.failureClass(), 1);
        var ended = Timestamps.parse(last.endedAt()).orElse(draft.now);
        return ended.plus(Budget.delay(draft.job.uid(), draft.run, last.number(), failures));
    }

    private static IngestionJobPlan keep(IngestionJobDraft draft, IngestionJobObservation seen) {
        var ttl = Optional.ofNullable(draft.job.spec().ttlSecondsAfterFinished());
        boolean due = ttl.isPresent() && !draft.finishedAt.orElseThrow().plusSeconds(ttl.get()).isAfter(draft.now);
        if (due && seen.jobs().stream().anyMatch(j -> j.ours() && !j.deleting())) draft.actions.add(new RemoveChildren());
        draft.keepWords(draft.job.status().orElseThrow());
        return of(draft, due ? null : afterTtl(draft));
    }

    private static Duration afterTtl(IngestionJobDraft draft) {
        var ttl = draft.job.spec().ttlSecondsAfterFinished();
        if (ttl == null || draft.finishedAt.isEmpty()) return null;
        var left = Duration.between(draft.now, draft.finishedAt.get().plusSeconds(ttl));
        return left.isNegative() ? SOON : left.plusMillis(50);
    }
}
