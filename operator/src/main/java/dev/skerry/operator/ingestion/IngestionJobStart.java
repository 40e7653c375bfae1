package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionReason;
import dev.skerry.api.SavedCheckpoint;
import dev.skerry.operator.ingestion.IngestionJobAction.CreateAttempt;
import dev.skerry.operator.ingestion.IngestionJobAction.DeletePoints;
import dev.skerry.operator.ingestion.IngestionJobAction.EnsureBucket;
import dev.skerry.operator.ingestion.IngestionJobAction.EnsureCollection;
import dev.skerry.operator.status.Verdict;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.ResumePoint;
import dev.skerry.operator.vectors.CollectionState;
import java.time.Duration;
import java.util.Optional;

/** What must be there before an attempt begins, and its beginning. */
final class IngestionJobStart {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final String KEYS_SHARED =
            "where this namespace has no Secret of its own for them, its pods have the operator's keys, which open the data of all namespaces";

    private IngestionJobStart() {}

    static IngestionJobPlan start(IngestionJobDraft draft, IngestionJobObservation seen) {
        if (seen.claim().isPresent()) return claimed(draft, seen.claim().get());
        boolean bucket = bucketReady(draft, seen);
        boolean collection = collectionReady(draft, seen);
        if (!bucket || !collection)
            return IngestionJobPlan.of(draft, unasked(seen) || draft.isActing() ? SOON : AGAIN);
        boolean clean = cleanBefore(draft, seen);
        boolean resumable = resumable(draft, seen);
        if (!clean || !resumable)
            return IngestionJobPlan.of(
                    draft, seen.resume() instanceof ResumePoint.Away ? AGAIN : SOON);

        int number = draft.attempts.nextNumber(draft.run, seen.highestAttempt(draft.run));
        draft.attempts = draft.attempts.begin(draft.run, number, draft.now);
        draft.nextAttemptAt = Optional.empty();
        draft.progress = Optional.empty();
        draft.triedWith(IngestionInputs.whole(draft.job.spec()));
        draft.actions.add(create(draft, seen, draft.attempts.last().orElseThrow()));
        draft.announce(
                false,
                IngestionReason.STARTING,
                "attempt %d of run %d".formatted(number, draft.run));
        draft.ongoing(
                Phase.PENDING,
                IngestionReason.STARTING,
                "attempt " + number + " is being started",
                "a pod");
        return IngestionJobPlan.of(draft, Duration.ofSeconds(5));
    }

    /** The attempt's Job as it is to be now, the first time and after a crash. */
    static CreateAttempt create(
            IngestionJobDraft draft, IngestionJobObservation seen, Attempt attempt) {
        return new CreateAttempt(
                attempt.run(),
                attempt.number(),
                draft.bucket.orElseThrow(),
                draft.checkpoint.map(SavedCheckpoint::prefix),
                draft.attempts.nodeToAvoid());
    }

    static IngestionJobPlan claimed(IngestionJobDraft draft, String holder) {
        var message =
                "IngestionJob %s already writes files of this repository to collection %s; delete one of the two, or name another spec.collection.name or another spec.repository.subdirectory"
                        .formatted(holder, draft.collection());
        draft.conditions.set(
                ConditionType.ACCEPTED, Verdict.FALSE, IngestionReason.REPOSITORY_CLAIMED, message);
        draft.nextAttemptAt = Optional.empty();
        draft.stalled(
                Phase.PENDING,
                IngestionReason.REPOSITORY_CLAIMED,
                message,
                "IngestionJob %s to be deleted, or a change of the spec".formatted(holder));
        return IngestionJobPlan.of(draft, AGAIN);
    }

    /** Nothing of ended attempts stays behind when the next one begins. */
    private static boolean cleanBefore(IngestionJobDraft draft, IngestionJobObservation seen) {
        int before = draft.actions.size();
        if (seen.collection() instanceof CollectionState.Ready ready)
            IngestionLeftovers.stale(draft, ready)
                    .ifPresent(
                            runs -> draft.actions.add(new DeletePoints(draft.collection(), runs)));
        if (draft.attempts.last(draft.run).isEmpty()) IngestionLeftovers.sweepBuckets(draft, seen);
        if (draft.actions.size() == before) return true;
        draft.ongoing(
                Phase.PENDING,
                IngestionReason.SWEEPING,
                "removing what ended attempts left",
                seen.fault().orElse(""));
        return false;
    }

    /** A further attempt of a run goes on from the newest whole checkpoint. */
    private static boolean resumable(IngestionJobDraft draft, IngestionJobObservation seen) {
        if (draft.attempts.last(draft.run).isEmpty()) return true;
        return switch (seen.resume()) {
            case ResumePoint.Away away -> {
                draft.ongoing(
                        Phase.PENDING,
                        IngestionReason.WAITING,
                        "checkpoints cannot be looked for: " + away.message(),
                        "object storage: " + away.message());
                yield false;
            }
            case ResumePoint.NotAsked n -> notYet(draft);
            case ResumePoint.None n -> {
                IngestionCheckpoints.resume(draft, n);
                yield true;
            }
            case ResumePoint.Found found -> {
                IngestionCheckpoints.resume(draft, found);
                yield true;
            }
        };
    }

    private static boolean bucketReady(IngestionJobDraft draft, IngestionJobObservation seen) {
        return switch (seen.bucket()) {
            case BucketState.Ready ready -> {
                draft.conditions.set(
                        ConditionType.STORAGE_READY,
                        Verdict.TRUE,
                        IngestionReason.BUCKET_READY,
                        ready.keysShared() ? KEYS_SHARED : "");
                yield true;
            }
            case BucketState.Missing missing -> {
                draft.actions.add(new EnsureBucket(missing.bucket()));
                draft.ongoing(
                        Phase.PENDING,
                        IngestionReason.PENDING,
                        "bucket " + missing.bucket() + " is being made",
                        seen.fault().orElse("bucket " + missing.bucket() + " to be made"));
                yield false;
            }
            case BucketState.Away away -> {
                draft.conditions.set(
                        ConditionType.STORAGE_READY,
                        Verdict.FALSE,
                        IngestionReason.STORAGE_UNAVAILABLE,
                        away.message());
                draft.ongoing(
                        Phase.PENDING,
                        IngestionReason.WAITING,
                        away.message(),
                        "object storage: " + away.message());
                yield false;
            }
            case BucketState.Refused refused -> {
                draft.conditions.set(
                        ConditionType.STORAGE_READY,
                        Verdict.FALSE,
                        IngestionReason.STORAGE_REFUSED,
                        refused.message());
                draft.stalled(
                        Phase.PENDING,
                        IngestionReason.STORAGE_REFUSED,
                        refused.message(),
                        "object storage: " + refused.message());
                yield false;
            }
            case BucketState.NotAsked n -> notYet(draft);
        };
    }

    private static boolean collectionReady(IngestionJobDraft draft, IngestionJobObservation seen) {
        int dimensions = dimensions(draft);
        return switch (seen.collection()) {
            case CollectionState.Ready ready when ready.dimensions() == dimensions -> {
                draft.conditions.set(
                        ConditionType.COLLECTION_READY,
                        Verdict.TRUE,
                        IngestionReason.COLLECTION_EXISTS,
                        "");
                yield true;
            }
            case CollectionState.Ready ready -> {
                var message =
                        "spec.collection: \"%s\" holds vectors of %d dimensions, this job makes %d; set spec.embedding.dimensions to %d or name another collection"
                                .formatted(
                                        draft.collection()
                                                .substring(draft.job.namespace().length() + 1),
                                        ready.dimensions(),
                                        dimensions,
                                        ready.dimensions());
                draft.conditions.set(
                        ConditionType.COLLECTION_READY,
                        Verdict.FALSE,
                        IngestionReason.DIMENSION_MISMATCH,
                        message);
                draft.stalled(
                        Phase.PENDING,
                        IngestionReason.DIMENSION_MISMATCH,
                        message,
                        "a change of the spec: " + message);
                yield false;
            }
            case CollectionState.Missing m -> {
                draft.actions.add(new EnsureCollection(draft.collection(), dimensions));
                draft.ongoing(
                        Phase.PENDING,
                        IngestionReason.PENDING,
                        "collection " + draft.collection() + " is being made",
                        seen.fault().orElse("collection " + draft.collection() + " to be made"));
                yield false;
            }
            case CollectionState.Away away -> {
                draft.conditions.set(
                        ConditionType.COLLECTION_READY,
                        Verdict.FALSE,
                        IngestionReason.VECTORS_UNAVAILABLE,
                        away.message());
                draft.ongoing(
                        Phase.PENDING, IngestionReason.WAITING, away.message(), away.message());
                yield false;
            }
            case CollectionState.Refused refused -> {
                draft.conditions.set(
                        ConditionType.COLLECTION_READY,
                        Verdict.FALSE,
                        IngestionReason.VECTORS_REFUSED,
                        refused.message());
                draft.stalled(
                        Phase.PENDING,
                        IngestionReason.VECTORS_REFUSED,
                        refused.message(),
                        refused.message());
                yield false;
            }
            case CollectionState.NotAsked n -> notYet(draft);
        };
    }

    private static boolean unasked(IngestionJobObservation seen) {
        return seen.bucket() instanceof BucketState.NotAsked
                || seen.collection() instanceof CollectionState.NotAsked;
    }

    /** The look before this one had no reason to ask; the next one has. */
    private static boolean notYet(IngestionJobDraft draft) {
        draft.ongoing(
                Phase.PENDING,
                IngestionReason.PENDING,
                "run " + draft.run + " is about to start",
                "");
        return false;
    }

    private static int dimensions(IngestionJobDraft draft) {
        var embedding = draft.job.spec().embedding();
        return embedding == null || embedding.dimensions() == null ? 64 : embedding.dimensions();
    }
}
