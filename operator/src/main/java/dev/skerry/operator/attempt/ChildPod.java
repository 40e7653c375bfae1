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
        boolean deleting) {

    public boolean finished() {
        return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
    }

    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        UNKNOWN
    }
}
