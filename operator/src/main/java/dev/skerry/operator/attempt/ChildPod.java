package dev.skerry.operator.attempt;

import java.time.Instant;
import java.util.Optional;

/**
 * The newest pod of an attempt, as far as deciding needs it.
 *
 * @param runningSince when its program started, empty before
 * @param finishedAt when it ended, empty before
 * @param disruption why the cluster took it away, from condition DisruptionTarget
 * @param waiting why its container does not start, in plain words
 * @param deletingBy when it should be gone, its grace period over, where somebody asked for its
 *     deletion
 */
public record ChildPod(
        String uid,
        String name,
        Optional<String> node,
        Phase phase,
        Optional<Instant> runningSince,
        Optional<Instant> finishedAt,
        Optional<Integer> exitCode,
        boolean outOfMemory,
        Optional<String> terminationMessage,
        Optional<String> disruption,
        Optional<String> waiting,
        Optional<Instant> deletingBy) {

    public boolean finished() {
        return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
    }

    /** Whether its program runs now, as far as its node has said. */
    public boolean running() {
        return runningSince.isPresent() && finishedAt.isEmpty() && !finished();
    }

    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        UNKNOWN
    }
}
