package dev.skerry.operator.ingestion;

import dev.skerry.operator.vectors.StalePoints;
import java.util.Optional;

/**
 * A side effect that was decided. Each is idempotent: after a crash it is decided and done again.
 */
sealed interface IngestionJobAction {
    record EnsureBucket(String bucket) implements IngestionJobAction {}

    record EnsureCollection(String collection, int dimensions) implements IngestionJobAction {}

    /**
     * @param resumeFrom key prefix of the checkpoint that its pod goes on from
     */
    record CreateAttempt(int run, int number, Optional<String> resumeFrom)
            implements IngestionJobAction {}

    record DeleteJob(String name, String uid) implements IngestionJobAction {}

    /** Removes the job's points that do not count. */
    record DeleteStalePoints(String collection, StalePoints stale) implements IngestionJobAction {}

    /** Removes all points of the job, because it is being deleted. */
    record DeleteAllPoints(String collection) implements IngestionJobAction {}

    /** Removes checkpoints and reports of ended runs. */
    record DeleteStored(String bucket) implements IngestionJobAction {}

    /** Removes Jobs and ConfigMaps of a finished job. */
    record RemoveChildren() implements IngestionJobAction {}

    record AddFinalizer() implements IngestionJobAction {}

    record RemoveFinalizer() implements IngestionJobAction {}

    /** Told once, on a transition. */
    record Announce(boolean warning, String reason, String message) implements IngestionJobAction {}
}
