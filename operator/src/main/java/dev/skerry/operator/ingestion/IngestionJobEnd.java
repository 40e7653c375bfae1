package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.Failure;
import dev.skerry.api.IngestionReason;
import dev.skerry.operator.attempt.Budget;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.ingestion.IngestionJobAction.Child;
import dev.skerry.operator.ingestion.IngestionJobAction.DeletePoints;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveChildren;
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
            case CollectionState.Ready ready -> {
                var stale = IngestionLeftovers.stale(draft, ready);
                if (stale.isEmpty()) yield sweepFormer(draft, seen);
                sweeping(draft, "removing points of " + stale.get().size() + " earlier runs");
                draft.actions.add(new DeletePoints(draft.collection(), stale.get()));
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
        if (isSuccess(draft)) {
            draft.checkpoint = Optional.empty();
            draft.bucket.ifPresent(draft::rememberBucket);
            draft.announce(false, IngestionReason.SUCCEEDED, success(draft));
        } else {
            draft.failure = Optional.of(failure(draft));
            draft.rememberCollection(draft.collection());
        }
        words(draft);
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
        var children =
                seen.jobs().stream()
                        .filter(j -> j.ours() && !j.deleting())
                        .map(j -> new Child(j.name(), Optional.of(j.uid())))
                        .toList();
        if (due && !children.isEmpty()) draft.actions.add(new RemoveChildren(children));
        var behind = IngestionLeftovers.sweepBehind(draft, seen).orElse(null);
        var ttlWake = due ? null : afterTtl(draft);
        return IngestionJobPlan.of(
                draft,
                behind == null || ttlWake != null && ttlWake.compareTo(behind) < 0
                        ? ttlWake
                        : behind);
    }

    private static boolean isSuccess(IngestionJobDraft draft) {
        return draft.succeeded() && draft.hasResultOfThisRun();
    }

    private static void words(IngestionJobDraft draft) {
        if (isSuccess(draft)) {
            draft.resting(
                    Phase.SUCCEEDED, Verdict.TRUE, IngestionReason.SUCCEEDED, success(draft), "");
            return;
        }
        var failure = draft.failure.orElseGet(() -> failure(draft));
        draft.failure = Optional.of(failure);
        draft.stalled(
                Phase.FAILED,
                EndReason.REMOVED.id().equals(failure.failureClass())
                        ? IngestionReason.ATTEMPT_REMOVED
                        : IngestionReason.RETRIES_EXHAUSTED,
                failure.failureClass() + ": " + failure.message(),
                "a change of the spec (%s: %s), or another spec.rerun to begin anew"
                        .formatted(failure.failureClass(), failure.message()));
    }

    private static String success(IngestionJobDraft draft) {
        var result = draft.result.orElseThrow();
        return "%d files, %d edges from commit %.12s"
                .formatted(result.files(), result.edges(), result.commit());
    }

    private static Failure failure(IngestionJobDraft draft) {
        var last = draft.attempts.last(draft.run);
        var failure = draft.attempts.lastFailure(draft.run);
        if (failure.isEmpty()) {
            return new Failure(
                    EndReason.REMOVED.id(),
                    "the Job of attempt %d was removed by somebody else"
                            .formatted(last.map(Attempt::number).orElse(0)));
        }
        int allowed = new Budget(draft.job.spec().retries()).allowed(failure.get());
        var said = last.map(Attempt::message).orElse("");
        return new Failure(
                failure.get().id(),
                Budget.field(failure.get())
                        .map(field -> "%s (%s: %d)".formatted(said, field, allowed))
                        .orElse(said));
    }

    private static Duration afterTtl(IngestionJobDraft draft) {
        var ttl = draft.job.spec().ttlSecondsAfterFinished();
        if (ttl == null) return null;
        var left = Duration.between(draft.now, draft.finishedAt.orElseThrow().plusSeconds(ttl));
        return left.isNegative() ? SOON : left.plusMillis(50);
    }
}
