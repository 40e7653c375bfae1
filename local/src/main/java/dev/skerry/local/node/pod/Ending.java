package dev.skerry.local.node.pod;

import dev.skerry.local.node.state.ContainerRecord.Kind;
import dev.skerry.local.node.state.PodRecord;
import dev.skerry.local.node.state.RunState;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;

/** Why a pod is being ended by this node, and until when it may take. Pure. */
sealed interface Ending {
    Instant deadline();

    /** Somebody deleted it. */
    record Deleted(Instant deadline) implements Ending {}

    /** {@code spec.activeDeadlineSeconds} passed. */
    record DeadlineExceeded(Instant deadline) implements Ending {}

    /** The node stops. */
    record NodeStops(Instant deadline) implements Ending {}

    /**
     * @param deletedSince when this node learned of the deletion
     * @param nodeStopsBy set when the node stops
     */
    static Optional<Ending> of(
            Pod pod,
            PodRecord record,
            Optional<Instant> deletedSince,
            Optional<Instant> nodeStopsBy,
            Instant now) {
        if (deletedSince.isPresent()) {
            var grace = pod.getMetadata().getDeletionGracePeriodSeconds();
            return Optional.of(
                    new Deleted(deletedSince.get().plusSeconds(grace == null ? 30 : grace)));
        }
        if (nodeStopsBy.isPresent()) {
            var grace = now.plusSeconds(grace(pod));
            var bound = nodeStopsBy.get();
            return Optional.of(new NodeStops(grace.isBefore(bound) ? grace : bound));
        }
        return activeUntil(pod, record)
                .filter(until -> !now.isBefore(until))
                .map(until -> new DeadlineExceeded(until.plusSeconds(grace(pod))));
    }

    static Optional<Instant> activeUntil(Pod pod, PodRecord record) {
        return Optional.ofNullable(pod.getSpec().getActiveDeadlineSeconds())
                .map(record.acceptedAt()::plusSeconds);
    }

    /** The record once no process is left. */
    default PodRecord close(PodRecord record, PodPlan.RestartPolicy policy) {
        return switch (this) {
            case Deleted d -> record.over(byExitCodes(record), "", "", false);
            case DeadlineExceeded d ->
                    record.over(
                            PodRecord.FAILED,
                            "DeadlineExceeded",
                            "Pod was active on the node longer than the specified deadline",
                            false);
            case NodeStops n ->
                    policy == PodPlan.RestartPolicy.NEVER
                            ? record.over(
                                    PodRecord.FAILED,
                                    "Terminated",
                                    "Pod was terminated because its node stops.",
                                    true)
                            : record;
        };
    }

    private static long grace(Pod pod) {
        var grace = pod.getSpec().getTerminationGracePeriodSeconds();
        return grace == null ? 30 : grace;
    }

    private static String byExitCodes(PodRecord record) {
        boolean well =
                record.containers().stream()
                        .filter(c -> c.kind() == Kind.MAIN)
                        .allMatch(c -> c.lastEnd().map(RunState.Ended::succeeded).orElse(false));
        return well ? PodRecord.SUCCEEDED : PodRecord.FAILED;
    }
}
