package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteStalePoints;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteStored;
import dev.skerry.operator.storage.StoredLeftovers;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.vectors.StalePoints;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What ended runs left outside the cluster. Status names each place until nothing is left there, so
 * that a removal outlives every crash and a clean job asks nobody.
 */
final class IngestionLeftovers {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(30);

    private IngestionLeftovers() {}

    /** Which points do not count, as status has it. */
    static StalePoints stale(Optional<IngestionJobStatus> status) {
        var result = status.map(IngestionJobStatus::result);
        var attempts =
                AttemptLog.of(status.map(IngestionJobStatus::attempts).orElse(null), null, null);
        return stale(result, attempts);
    }

    static StalePoints stale(Optional<IngestionResult> result, AttemptLog attempts) {
        return new StalePoints(result.map(IngestionResult::runId), attempts.endedRunIds());
    }

    static List<String> collections(Optional<IngestionJobStatus> status) {
        return status.map(IngestionJobStatus::leftovers)
                .map(IngestionJobStatus.Leftovers::collections)
                .orElse(List.of());
    }

    static List<String> buckets(Optional<IngestionJobStatus> status) {
        return status.map(IngestionJobStatus::leftovers)
                .map(IngestionJobStatus.Leftovers::buckets)
                .orElse(List.of());
    }

    /**
     * Takes former collections off the list that hold nothing stale, and removes points from the
     * others.
     *
     * @return why one of them cannot be cleaned now
     */
    static Optional<String> sweepCollections(
            IngestionJobDraft draft, IngestionJobObservation seen) {
        var fault = Optional.<String>empty();
        for (var name : List.copyOf(draft.formerCollections)) {
            switch (seen.formerCollection(name)) {
                case CollectionState.Ready ready when ready.stalePoints() == 0 ->
                        draft.formerCollections.remove(name);
                case CollectionState.Ready r ->
                        draft.actions.add(new DeleteStalePoints(name, draft.stale()));
                case CollectionState.Missing m -> draft.formerCollections.remove(name);
                case CollectionState.Away away -> fault = Optional.of(away.message());
                case CollectionState.Refused refused -> fault = Optional.of(refused.message());
                case CollectionState.NotAsked n -> {}
            }
        }
        return fault;
    }

    /** The same for buckets; faults are met again at the next look. */
    static void sweepBuckets(IngestionJobDraft draft, IngestionJobObservation seen) {
        for (var name : List.copyOf(draft.formerBuckets)) {
            switch (seen.formerBucket(name)) {
                case StoredLeftovers.Gone g -> draft.formerBuckets.remove(name);
                case StoredLeftovers.There t -> draft.actions.add(new DeleteStored(name));
                case StoredLeftovers.Away a -> {}
                case StoredLeftovers.NotAsked n -> {}
            }
        }
    }

    /** Goes on removing behind a finished job; when to look again, empty where nothing is left. */
    static Optional<Duration> sweepBehind(IngestionJobDraft draft, IngestionJobObservation seen) {
        int before = draft.actions.size();
        sweepCollections(draft, seen);
        sweepBuckets(draft, seen);
        if (draft.formerCollections.isEmpty() && draft.formerBuckets.isEmpty())
            return Optional.empty();
        boolean unasked =
                draft.formerCollections.stream()
                                .anyMatch(
                                        c ->
                                                seen.formerCollection(c)
                                                        instanceof CollectionState.NotAsked)
                        || draft.formerBuckets.stream()
                                .anyMatch(
                                        b ->
                                                seen.formerBucket(b)
                                                        instanceof StoredLeftovers.NotAsked);
        return Optional.of(draft.actions.size() > before || unasked ? SOON : LATER);
    }
}
