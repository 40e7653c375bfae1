package dev.skerry.operator.job.decide;

import java.util.List;
import java.util.Optional;

/**
 * A side effect that was decided. Each is idempotent: after a crash it is decided and done again.
 */
public sealed interface JobAction {
    record EnsureBucket(String bucket) implements JobAction {}

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
            implements JobAction {}

    record DeleteJob(String name, String uid) implements JobAction {}

    /**
     * Removes checkpoints and reports of ended attempts, by the prefixes or keys that were seen.
     */
    record DeleteStored(String bucket, List<String> prefixes) implements JobAction {}

    /** Removes Jobs with their pods, and ConfigMaps, of ended attempts. */
    record RemoveChildren(List<Child> children) implements JobAction {}

    /**
     * @param uid of the Job; empty where only the ConfigMap is left
     */
    record Child(String name, Optional<String> uid) {}

    record AddFinalizer() implements JobAction {}

    /**
     * @param whatever also where an action before it failed
     */
    record RemoveFinalizer(boolean whatever) implements JobAction {}

    /** Told once, on a transition. */
    record Announce(boolean warning, String reason, String message) implements JobAction {}

    /** One that only a kind of job has, and only its servers do. */
    non-sealed interface OfKind extends JobAction {}
}
