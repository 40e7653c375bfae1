package dev.skerry.local.node.pod;

import dev.skerry.local.node.state.ContainerRecord;
import dev.skerry.local.node.state.ContainerRecord.Kind;
import dev.skerry.local.node.state.PodRecord;
import dev.skerry.local.node.state.RunState;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A pod's record in the words of the Kubernetes API. Pure. */
final class StatusView {
    private final Pod pod;
    private final PodRecord record;
    private final String hostIp;
    private final Function<String, String> imageIds;

    /**
     * @param imageIds image as the pod names it to what stands for it here
     */
    StatusView(Pod pod, PodRecord record, String hostIp, Function<String, String> imageIds) {
        this.pod = pod;
        this.record = record;
        this.hostIp = hostIp;
        this.imageIds = imageIds;
    }

    /**
     * @param before conditions as they were last known, for their transition times
     * @param volumesReady whether the pod's volumes are there
     */
    PodStatus build(PodStatus before, boolean volumesReady, Instant now) {
        return new PodStatusBuilder()
                .withPhase(phase())
                .withReason(record.reason().isEmpty() ? null : record.reason())
                .withMessage(record.message().isEmpty() ? null : record.message())
                .withHostIP(hostIp)
                .withHostIPs(new HostIP(hostIp))
                .withPodIP(record.ip())
                .withPodIPs(new PodIP(record.ip()))
                .withStartTime(seconds(record.acceptedAt()))
                .withObservedGeneration(pod.getMetadata().getGeneration())
                .withConditions(new PodConditions(record, before, now).all(volumesReady))
                .withInitContainerStatuses(statuses(c -> c.kind() != Kind.MAIN))
                .withContainerStatuses(statuses(c -> c.kind() == Kind.MAIN))
                .build();
    }

    String phase() {
        if (record.isOver()) return record.phase();
        boolean waiting =
                record.containers().stream()
                        .anyMatch(c -> c.kind() == Kind.MAIN && !c.everStarted());
        return waiting || !PodPlan.isInitialized(record) ? "Pending" : "Running";
    }

    private List<ContainerStatus> statuses(Predicate<ContainerRecord> which) {
        Map<String, String> images =
                Stream.concat(
                                pod.getSpec().getInitContainers().stream(),
                                pod.getSpec().getContainers().stream())
                        .collect(Collectors.toMap(c -> c.getName(), c -> c.getImage()));
        var statuses = new ArrayList<ContainerStatus>();
        for (var container : record.containers()) {
            if (which.test(container))
                statuses.add(status(container, images.get(container.name())));
        }
        return statuses;
    }

    private ContainerStatus status(ContainerRecord container, String image) {
        boolean doneWell =
                container.kind() == Kind.INIT
                        && container.lastEnd().map(RunState.Ended::succeeded).orElse(false);
        return new ContainerStatusBuilder()
                .withName(container.name())
                .withImage(image)
                .withImageID(container.everStarted() ? imageIds.apply(image) : "")
                .withContainerID(container.everStarted() ? containerId(container) : null)
                .withRestartCount(container.restarts())
                .withReady(container.isRunning() || doneWell)
                .withStarted(container.isRunning())
                .withState(state(container, container.state()))
                .withLastState(
                        container.previous() instanceof RunState.Ended
                                ? state(container, container.previous())
                                : new ContainerState())
                .build();
    }

    private ContainerState state(ContainerRecord container, RunState state) {
        return switch (state) {
            case RunState.Waiting w ->
                    new ContainerStateBuilder()
                            .withNewWaiting(w.message().isEmpty() ? null : w.message(), w.reason())
                            .build();
            case RunState.Running r ->
                    new ContainerStateBuilder().withNewRunning(seconds(r.startedAt())).build();
            case RunState.Ended e ->
                    new ContainerStateBuilder()
                            .withNewTerminated()
                            .withExitCode(e.exitCode())
                            .withSignal(e.signal() == 0 ? null : e.signal())
                            .withReason(e.reason())
                            .withMessage(e.message().isEmpty() ? null : e.message())
                            .withStartedAt(seconds(e.startedAt()))
                            .withFinishedAt(seconds(e.finishedAt()))
                            .withContainerID(containerId(container))
                            .endTerminated()
                            .build();
        };
    }

    private String containerId(ContainerRecord container) {
        return "process://" + record.uid() + "/" + container.name() + "/" + container.restarts();
    }

    static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
