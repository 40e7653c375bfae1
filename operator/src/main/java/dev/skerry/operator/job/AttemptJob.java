package dev.skerry.operator.job;

import dev.skerry.api.JobSpec;
import dev.skerry.api.Scheduling;
import dev.skerry.api.wire.FailureClass;
import dev.skerry.operator.job.decide.JobAction.CreateAttempt;
import dev.skerry.operator.kube.Names;
import dev.skerry.operator.kube.Workloads;
import dev.skerry.operator.workload.PodParts;
import dev.skerry.operator.workload.PodRequest;
import dev.skerry.operator.workload.Surroundings;
import dev.skerry.operator.workload.WorkloadPod;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The Kubernetes Job of an attempt: one pod, restricted, whose failure the Job's own condition
 * remembers.
 */
final class AttemptJob {
    private AttemptJob() {}

    static Job of(
            ObjectMeta metadata,
            JobSpec spec,
            PodParts parts,
            CreateAttempt attempt,
            Surroundings around) {
        var queue = Optional.ofNullable(spec.scheduling()).map(Scheduling::queueName);
        var pod =
                new PodRequest(
                        metadata.getName(),
                        spec.resources(),
                        spec.accelerator(),
                        spec.scheduling(),
                        attempt.avoidNode(),
                        attempt.resumeFrom()
                                .map(prefix -> Map.of("SKERRY_RESUME_FROM", prefix))
                                .orElse(Map.of()));
        var builder =
                new JobBuilder()
                        .withMetadata(metadata)
                        .withNewSpec()
                        .withBackoffLimit(0)
                        .withPodReplacementPolicy("Failed")
                        .withPodFailurePolicy(failurePolicy())
                        .withSuspend(queue.isPresent())
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(metadata.getLabels())
                        .endMetadata()
                        .withSpec(WorkloadPod.of(pod, parts, around))
                        .endTemplate()
                        .endSpec();
        queue.ifPresent(q -> builder.editMetadata().addToLabels(Workloads.QUEUE, q).endMetadata());
        return builder.build();
    }

    /**
     * One rule per failure class, so that the Job's condition keeps the class when the pod object
     * is gone.
     */
    private static PodFailurePolicy failurePolicy() {
        var policy =
                new PodFailurePolicyBuilder()
                        .addNewRule()
                        .withAction("FailJob")
                        .addNewOnPodCondition()
                        .withType("DisruptionTarget")
                        .withStatus("True")
                        .endOnPodCondition()
                        .endRule();
        var all = new TreeSet<Integer>();
        for (var codes : FailureClass.exitCodes()) {
            all.addAll(codes);
            policy.addNewRule()
                    .withAction("FailJob")
                    .withNewOnExitCodes()
                    .withContainerName(Names.CONTAINER)
                    .withOperator("In")
                    .withValues(codes)
                    .endOnExitCodes()
                    .endRule();
        }
        return policy.addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(Names.CONTAINER)
                .withOperator("NotIn")
                .withValues(List.copyOf(all))
                .endOnExitCodes()
                .endRule()
                .build();
    }
}
