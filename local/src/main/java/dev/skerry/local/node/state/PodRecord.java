package dev.skerry.local.node.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;

/**
 * What this node knows of one pod; written to disk before it is told to the API server.
 *
 * @param ip an identifier from the pod network, not an address that answers
 * @param phase {@code Succeeded} or {@code Failed} once the pod is over, else empty
 * @param disrupted whether this node, not the pod, was the cause of its end
 * @param containers init containers in order, then the others in order
 */
public record PodRecord(
        String uid,
        String namespace,
        String name,
        String ip,
        Instant acceptedAt,
        String phase,
        String reason,
        String message,
        boolean disrupted,
        List<ContainerRecord> containers) {
    public static final String SUCCEEDED = "Succeeded";
    public static final String FAILED = "Failed";

    public PodRecord {
        containers = List.copyOf(containers);
    }

    @JsonIgnore
    public boolean isOver() {
        return !phase.isEmpty();
    }

    public ContainerRecord container(String containerName) {
        return containers.stream()
                .filter(c -> c.name().equals(containerName))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no container " + containerName));
    }

    public PodRecord update(String containerName, UnaryOperator<ContainerRecord> change) {
        var next =
                containers.stream()
                        .map(c -> c.name().equals(containerName) ? change.apply(c) : c)
                        .toList();
        return with(phase, reason, message, disrupted, next);
    }

    public PodRecord updateAll(UnaryOperator<ContainerRecord> change) {
        return with(phase, reason, message, disrupted, containers.stream().map(change).toList());
    }

    public PodRecord over(String endPhase, String why, String words, boolean byUs) {
        return with(endPhase, why, words, byUs, containers);
    }

    private PodRecord with(
            String endPhase, String why, String words, boolean byUs, List<ContainerRecord> next) {
        return new PodRecord(
                uid, namespace, name, ip, acceptedAt, endPhase, why, words, byUs, next);
    }
}
