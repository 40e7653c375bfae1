package dev.skerry.operator.kube;

import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.status.Timestamps;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns the client's Jobs and pods into the values that deciding works with. Pure. */
public final class Sightings {
    private Sightings() {}

    /** Empty where the name is not one of an attempt. */
    public static Optional<ChildJob> job(Job job, String ownerUid) {
        return Names.parse(job.getMetadata().getName())
                .map(
                        name -> {
                            var conditions =
                                    Optional.ofNullable(job.getStatus())
                                            .map(JobStatus::getConditions)
                                            .orElse(List.of());
                            var complete = condition(conditions, "Complete");
                            var failed = condition(conditions, "Failed");
                            var state =
                                    complete.isPresent()
                                            ? ChildJob.State.COMPLETE
                                            : failed.isPresent()
                                                    ? ChildJob.State.FAILED
                                                    : ChildJob.State.ACTIVE;
                            var ended =
                                    complete.or(() -> failed)
                                            .map(JobCondition::getLastTransitionTime)
                                            .map(Instant::parse);
                            return new ChildJob(
                                    job.getMetadata().getName(),
                                    job.getMetadata().getUid(),
                                    name.run(),
                                    name.attempt(),
                                    ChildObjects.owns(ownerUid, job),
                                    state,
                                    failed.map(JobCondition::getMessage),
                                    ended,
                                    Boolean.TRUE.equals(job.getSpec().getSuspend()),
                                    job.getMetadata().getDeletionTimestamp() != null);
                        });
    }

    private static Optional<JobCondition> condition(List<JobCondition> conditions, String type) {
        return conditions.stream()
                .filter(c -> type.equals(c.getType()) && "True".equals(c.getStatus()))
                .findFirst();
    }

    public static ChildPod pod(Pod pod) {
        var status = Optional.ofNullable(pod.getStatus());
        var container = status.map(PodStatus::getContainerStatuses).flatMap(Sightings::program);
        var state = container.map(ContainerStatus::getState);
        var ended = state.map(ContainerState::getTerminated);
        var started =
                state.map(ContainerState::getRunning)
                        .map(r -> r.getStartedAt())
                        .or(() -> ended.map(ContainerStateTerminated::getStartedAt));
        return new ChildPod(
                pod.getMetadata().getUid(),
                pod.getMetadata().getName(),
                Optional.ofNullable(pod.getSpec().getNodeName()),
                phase(status.map(PodStatus::getPhase).orElse("Pending")),
                started.map(Instant::parse).filter(Instant.EPOCH::isBefore),
                ended.map(ContainerStateTerminated::getFinishedAt)
                        .map(Instant::parse)
                        .filter(Instant.EPOCH::isBefore),
                ended.map(ContainerStateTerminated::getExitCode),
                ended.map(ContainerStateTerminated::getReason)
                        .filter("OOMKilled"::equals)
                        .isPresent(),
                ended.map(ContainerStateTerminated::getMessage),
                podCondition(status, "DisruptionTarget", "True")
                        .map(c -> c.getReason() + ": " + c.getMessage()),
                Obstacles.of(pod),
                Timestamps.parse(pod.getMetadata().getDeletionTimestamp()));
    }

    /** Ours by its name, wherever an injected sidecar stands. */
    private static Optional<ContainerStatus> program(List<ContainerStatus> containers) {
        return containers.stream().filter(c -> Names.CONTAINER.equals(c.getName())).findFirst();
    }

    private static ChildPod.Phase phase(String phase) {
        return switch (phase.toLowerCase(Locale.ROOT)) {
            case "pending" -> ChildPod.Phase.PENDING;
            case "running" -> ChildPod.Phase.RUNNING;
            case "succeeded" -> ChildPod.Phase.SUCCEEDED;
            case "failed" -> ChildPod.Phase.FAILED;
            default -> ChildPod.Phase.UNKNOWN;
        };
    }

    private static Optional<PodCondition> podCondition(
            Optional<PodStatus> status, String type, String value) {
        return status.map(PodStatus::getConditions).orElse(List.of()).stream()
                .filter(c -> type.equals(c.getType()) && value.equals(c.getStatus()))
                .findFirst();
    }
}
