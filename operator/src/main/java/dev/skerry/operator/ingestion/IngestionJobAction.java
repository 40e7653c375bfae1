package dev.skerry.operator.ingestion;

import java.util.List;
import java.util.Optional;

/**
 * A side effect that was decided. Each is idempotent: after a crash it is decided and done again.
 */
sealed interface IngestionJobAction {
    record EnsureBucket(String bucket) implements IngestionJobAction {}

    record EnsureCollection(String collection, int dimensions) implements IngestionJobAction {}

    /**
     * @param bucket of the run
     * @param resumeFrom key prefix of the checkpoint that its pod goes on from
     * @param avoidNode the node that the attempt before was lost with
     */
    record CreateAttempt(
            int run,
            int number,
            String bucket,
            Optional<String> resumeFrom,
            Optional<String> avoidNode)
            implements IngestionJobAction {}

    record DeleteJob(String name, String uid) implements IngestionJobAction {}

    /**
     * Removes points that do not count. Names what goes: an operator that was frozen after deciding
     * this cannot remove what came later.
     */
    record DeletePoints(String collection, List<String> runIds) implements IngestionJobAction {}

    /** Removes all points of the job, because it is being deleted. */
    record DeleteAllPoints(String collection) implements IngestionJobAction {}

    /**
     * Removes checkpoints and reports of ended attempts, by the prefixes or keys that were seen.
     */
    record DeleteStored(String bucket, List<String> prefixes) implements IngestionJobAction {}

    /** Removes Jobs with their pods, and ConfigMaps, of ended attempts. */
    record RemoveChildren(List<Child> children) implements IngestionJobAction {}

    /**
     * @param uid of the Job; empty where only the ConfigMap is left
     */
    record Child(String name, Optional<String> uid) {}

    record AddFinalizer() implements IngestionJobAction {}

    /**
     * @param whatever also where an action before it failed
     */
    record RemoveFinalizer(boolean whatever) implements IngestionJobAction {}

    /** Told once, on a transition. */
    record Announce(boolean warning, String reason, String message) implements IngestionJobAction {}
}
