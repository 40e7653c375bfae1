package dev.skerry.operator.attempt;

import java.time.Instant;
import java.util.Optional;

/**
 * The Kubernetes Job of an attempt, as far as deciding needs it.
 *
 * @param ours whether its controller owner is the resource it is named after
 * @param podFailureMessage message of the Failed condition, which keeps the exit code when the pod
 *     is gone
 * @param deleting whether somebody has asked for its deletion
 */
public record ChildJob(
        String name,
        String uid,
        int run,
        int attempt,
        boolean ours,
        State state,
        Optional<String> podFailureMessage,
        Optional<Instant> endedAt,
        boolean suspended,
        boolean deleting) {

    /**
     * Over only when Kubernetes says so by a final condition; counts and FailureTarget decide
     * nothing.
     */
    public enum State {
        ACTIVE,
        COMPLETE,
        FAILED
    }
}
