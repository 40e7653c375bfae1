package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.job.decide.JobAction;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.StoredLeftovers;
import dev.skerry.operator.vectors.CollectionState;
import java.util.List;
import java.util.Optional;

/** The bucket and the collection of a played world. */
final class PlayedStores {
    private final PlayedPoints points = new PlayedPoints();
    private boolean bucket;
    private boolean collection;
    private boolean stored;

    PlayedPoints points() {
        return points;
    }

    /** A program has left a checkpoint or a report. */
    void stored() {
        stored = true;
    }

    BucketState bucketState() {
        return bucket ? new BucketState.Ready(false) : new BucketState.Missing("skerry");
    }

    CollectionState collectionState() {
        return collection
                ? new CollectionState.Ready(64, points.others())
                : new CollectionState.Missing();
    }

    StoredLeftovers storedState() {
        return stored
                ? new StoredLeftovers.There(List.of("checkpoints/demo/uid-1/r1-a1-pod/"))
                : new StoredLeftovers.Gone();
    }

    void act(JobAction action, Optional<IngestionJobStatus> status) {
        switch (action) {
            case JobAction.EnsureBucket a -> bucket = true;
            case IngestionAction.EnsureCollection a -> collection = true;
            case IngestionAction.DeletePoints a ->
                    points.remove(
                            a.runIds(),
                            status.map(IngestionJobStatus::result).map(IngestionResult::runId),
                            status.map(IngestionJobStatus::attempts)
                                    .flatMap(all -> AttemptLog.of(all, null, null).open())
                                    .flatMap(AttemptLog::runId));
            case JobAction.DeleteStored a -> stored = false;
            default -> throw new AssertionError("not of this world: " + action);
        }
    }
}
