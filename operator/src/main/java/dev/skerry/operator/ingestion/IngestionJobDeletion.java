package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionReason;
import dev.skerry.api.IngestionResult;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteAllPoints;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteStored;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveFinalizer;
import dev.skerry.operator.storage.StoredLeftovers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The end of a job that somebody deletes. Points go only where the policy says so. A store that
 * stays away, or a program that does not end, holds the object for a limited time from the first
 * try that status records; whatever happened until then, its removal is tried at least once.
 */
final class IngestionJobDeletion {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private IngestionJobDeletion() {}

    static IngestionJobPlan delete(IngestionJobDraft draft, IngestionJobObservation seen) {
        if (!draft.job.finalizer())
            return new IngestionJobPlan(
                    draft.job.status().orElseGet(draft::build), List.of(), Optional.empty());
        var since = draft.removingSince.or(seen::removing).orElse(draft.now);
        draft.removingSince = Optional.of(since);
        boolean late = since.plus(LIMIT).isBefore(draft.now);
        boolean patient = !late && !draft.job.finalizerWaived();
        if (draft.open().isPresent() && patient)
            return IngestionJobStop.end(draft, seen, EndReason.SUPERSEDED);
        var collections = collections(draft);
        draft.ongoing(
                Phase.PENDING,
                IngestionReason.ENDING,
                "being deleted",
                "its points to be removed from "
                        + String.join(", ", collections)
                        + seen.fault().map(f -> ": " + f).orElse(""));
        if (!draft.job.wantsFinalizer()) return letGo(draft, false);
        if (draft.job.finalizerWaived()) {
            tellWhatStays(
                    draft, collections, "annotation " + IngestionJobSubject.WAIVED + " says so");
            return letGo(draft, true);
        }
        collections.forEach(c -> draft.actions.add(new DeleteAllPoints(c)));
        boolean known = removeStored(draft, seen);
        if (late) {
            tellWhatStays(
                    draft,
                    collections,
                    "not all of them could be removed within " + LIMIT.toMinutes() + " minutes");
            return letGo(draft, true);
        }
        return known ? letGo(draft, false) : IngestionJobPlan.of(draft, SOON);
    }

    private static Set<String> collections(IngestionJobDraft draft) {
        var all = new LinkedHashSet<String>();
        all.add(draft.collection());
        draft.result.map(IngestionResult::collection).ifPresent(all::add);
        all.addAll(draft.formerCollections);
        return all;
    }

    /** False where something is there that was not named yet, or nobody could say. */
    private static boolean removeStored(IngestionJobDraft draft, IngestionJobObservation seen) {
        boolean known = true;
        var buckets = new LinkedHashSet<>(draft.formerBuckets);
        draft.bucket.ifPresent(buckets::add);
        for (var bucket : buckets) {
            switch (seen.formerBucket(bucket)) {
                case StoredLeftovers.Gone g -> {}
                case StoredLeftovers.There there ->
                        draft.actions.add(new DeleteStored(bucket, there.prefixes()));
                case StoredLeftovers.Away a -> known = false;
                case StoredLeftovers.NotAsked n -> known = false;
            }
        }
        return known;
    }

    private static void tellWhatStays(
            IngestionJobDraft draft, Set<String> collections, String why) {
        draft.announce(
                true,
                IngestionReason.ENDING,
                "points of job_uid %s may stay in %s: %s"
                        .formatted(draft.job.uid(), String.join(", ", collections), why));
    }

    private static IngestionJobPlan letGo(IngestionJobDraft draft, boolean whatever) {
        draft.actions.add(new RemoveFinalizer(whatever));
        return IngestionJobPlan.of(draft, LATER);
    }
}
