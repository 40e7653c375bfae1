package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.IngestionReason;
import dev.skerry.operator.attempt.Budget;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteStalePoints;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveChildren;
import dev.skerry.operator.ingestion.IngestionJobDraft.Phase;
import dev.skerry.operator.status.Verdict;
import dev.skerry.operator.vectors.CollectionState;
import java.time.Duration;
import java.util.Optional;

/** The end of a run: what is still to be removed, and the words that stand from then on. */
final class IngestionJobEnd {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private IngestionJobEnd() {}

    /** The points are there and status names them: only now may those of earlier runs go. */
    static IngestionJobPlan sweep(IngestionJobDraft draft, IngestionJobObservation seen) {
        if (!draft.hasResultOfThisRun()) return finish(draft);
        return switch (seen.collection()) {
            case CollectionState.Ready ready when ready.stalePoints() == 0 ->
                    sweepFormer(draft, seen);
            case CollectionState.Ready ready -> {
                sweeping(draft, "removing " + ready.stalePoints() + " points of earlier runs");
                draft.actions.add(new DeleteStalePoints(draft.collection(), draft.stale()));
                yield IngestionJobPlan.of(draft, SOON);
            }
            case CollectionState.Away away -> later(draft, away.message());
            case CollectionState.Refused refused -> later(draft, refused.message());
            case CollectionState.Missing m ->
                    later(draft, "collection " + draft.collection() + " has gone");
            case CollectionState.NotAsked n -> {
                sweeping(draft, "looking for points of earlier runs");
                yield IngestionJobPlan.of(draft, SOON);
            }
        };
    }

    /** Points in collections that the job wrote before. */
    private static IngestionJobPlan sweepFormer(
            IngestionJobDraft draft, IngestionJobObservation seen) {
        var fault = IngestionLeftovers.sweepCollections(draft, seen);
        if (draft.formerCollections.isEmpty()) return finish(draft);
        if (fault.isPresent()) return later(draft, fault.get());
        sweeping(draft, "removing points from " + String.join(", ", draft.formerCollections));
        return IngestionJobPlan.of(draft, SOON);
    }

    private static void sweeping(IngestionJobDraft draft, String message) {
        draft.ongoing(Phase.RUNNING, IngestionReason.SWEEPING, message, "");
    }

    private static IngestionJobPlan later(IngestionJobDraft draft, String message) {
        draft.ongoing(
                Phase.RUNNING,
                IngestionReason.SWEEPING,
                "points of earlier runs cannot be removed yet: " + message,
                message);
        return IngestionJobPlan.of(draft, LATER);
    }

    static IngestionJobPlan finish(IngestionJobDraft draft) {
        draft.finishedAt = Optional.of(draft.now);
        draft.nextAttemptAt = Optional.empty();
        draft.checkpoint = Optional.empty();
        draft.bucket.ifPresent(draft.formerBuckets::add);
        var words = words(draft);
        if (words.reason() != IngestionReason.SUCCEEDED && !draft.stale().isNone())
            draft.formerCollections.add(draft.collection());
        draft.announce(
                words.reason() != IngestionReason.SUCCEEDED, words.reason(), words.message());
        return IngestionJobPlan.of(draft, SOON);
    }

    /** A finished job goes on saying what became of it, until its inputs change. */
    static IngestionJobPlan keep(IngestionJobDraft draft, IngestionJobObservation seen) {
        words(draft);
        var ttl = Optional.ofNullable(draft.job.spec().ttlSecondsAfterFinished());
        boolean due =
                ttl.isPresent()
                        && !draft.finishedAt
                                .orElseThrow()
                                .plusSeconds(ttl.get())
                                .isAfter(draft.now);
        if (due && seen.jobs().stream().anyMatch(j -> j.ours() && !j.deleting()))
            draft.actions.add(new RemoveChildren());
        var behind = IngestionLeftovers.sweepBehind(draft, seen).orElse(null);
        var ttlWake = due ? null : afterTtl(draft);
        return IngestionJobPlan.of(
                draft,
                behind == null || ttlWake != null && ttlWake.compareTo(behind) < 0
                        ? ttlWake
                        : behind);
    }

    private record Words(IngestionReason reason, String message) {}

    private static Words words(IngestionJobDraft draft) {
        if (draft.succeeded() && draft.hasResultOfThisRun()) {
            var result = draft.result.orElseThrow();
            var message =
                    "%d files, %d edges from commit %.12s"
                            .formatted(result.files(), result.edges(), result.commit());
            draft.resting(Phase.SUCCEEDED, Verdict.TRUE, IngestionReason.SUCCEEDED, message, "");
            return new Words(IngestionReason.SUCCEEDED, message);
        }
        var words = failure(draft);
        draft.stalled(Phase.FAILED, words.reason(), words.message(), "a change of the spec");
        return words;
    }

    private static Words failure(IngestionJobDraft draft) {
        var last = draft.attempts.last(draft.run);
        if (draft.succeeded())
            return new Words(
                    IngestionReason.FAILED,
                    "the program ended well but left no result; see its log");
        var failure = draft.attempts.lastFailure(draft.run);
        if (failure.isPresent()) {
            int allowed = new Budget(draft.job.spec().retries()).allowed(failure.get());
            var message =
                    "%s: %s (retries allowed: %d)"
                            .formatted(
                                    failure.get().id(),
                                    last.map(Attempt::message).orElse(""),
                                    allowed);
            return new Words(IngestionReason.RETRIES_EXHAUSTED, message);
        }
        return new Words(
                IngestionReason.ATTEMPT_REMOVED,
                "the Job of attempt "
                        + last.map(Attempt::number).orElse(0)
                        + " was removed by somebody else");
    }

    private static Duration afterTtl(IngestionJobDraft draft) {
        var ttl = draft.job.spec().ttlSecondsAfterFinished();
        if (ttl == null) return null;
        var left = Duration.between(draft.now, draft.finishedAt.orElseThrow().plusSeconds(ttl));
        return left.isNegative() ? SOON : left.plusMillis(50);
    }
}
