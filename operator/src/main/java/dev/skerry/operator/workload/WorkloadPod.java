package dev.skerry.operator.workload;

import dev.skerry.api.Scheduling;
import dev.skerry.api.Toleration;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeAffinityBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pod of a workload: restricted, told everything by files and environment, without a token for
 * the API server. What a Job or a Deployment makes its pods of.
 */
public final class WorkloadPod {
    private static final long TOKEN_SECONDS = 3600;

    private WorkloadPod() {}

    public static PodSpec of(PodRequest request, PodParts parts, Surroundings around) {
        var scheduling = Optional.ofNullable(request.scheduling());
        var pod =
                new PodSpecBuilder()
                        .withRestartPolicy("Never")
                        .withTerminationGracePeriodSeconds(parts.grace().toSeconds())
                        .withAutomountServiceAccountToken(false)
                        .withEnableServiceLinks(false)
                        .withNewSecurityContext()
                        .withRunAsNonRoot(true)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .endSecurityContext()
                        .withContainers(WorkloadContainer.of(request, parts, around))
                        .withVolumes(volumes(request, parts));
        scheduling.map(Scheduling::priorityClassName).ifPresent(pod::withPriorityClassName);
        scheduling.map(Scheduling::nodeSelector).ifPresent(pod::withNodeSelector);
        scheduling.map(Scheduling::runtimeClassName).ifPresent(pod::withRuntimeClassName);
        scheduling.map(Scheduling::serviceAccountName).ifPresent(pod::withServiceAccountName);
        scheduling
                .map(Scheduling::imagePullSecrets)
                .ifPresent(
                        s ->
                                pod.withImagePullSecrets(
                                        s.stream()
                                                .map(r -> new LocalObjectReference(r.name()))
                                                .toList()));
        scheduling
                .map(Scheduling::tolerations)
                .orElse(List.of())
                .forEach(t -> pod.addToTolerations(toleration(t)));
        request.devices()
                .ifPresent(
                        a ->
                                pod.addToTolerations(
                                        new TolerationBuilder()
                                                .withKey(PodRequest.resourceName(a))
                                                .withOperator("Exists")
                                                .build()));
        affinity(request).ifPresent(a -> pod.withNewAffinity().withNodeAffinity(a).endAffinity());
        return pod.build();
    }

    private static List<Volume> volumes(PodRequest request, PodParts parts) {
        var volumes = new ArrayList<Volume>();
        volumes.add(
                new VolumeBuilder()
                        .withName(WorkloadContainer.CONFIG_VOLUME)
                        .withNewConfigMap()
                        .withName(request.files())
                        .addNewItem("job.json", null, "job.json")
                        .endConfigMap()
                        .build());
        volumes.add(
                new VolumeBuilder()
                        .withName(WorkloadContainer.IDENTITY_VOLUME)
                        .withNewProjected()
                        .addNewSource()
                        .withNewServiceAccountToken("skerry", TOKEN_SECONDS, "token")
                        .endSource()
                        .addNewSource()
                        .withNewConfigMap()
                        .withName(request.files())
                        .addNewItem("ca.crt", null, "ca.crt")
                        .endConfigMap()
                        .endSource()
                        .endProjected()
                        .build());
        for (var name : List.of(WorkloadContainer.WORK_VOLUME, WorkloadContainer.TMP_VOLUME))
            volumes.add(new VolumeBuilder().withName(name).withNewEmptyDir().endEmptyDir().build());
        volumes.addAll(parts.volumes());
        return volumes;
    }

    private static io.fabric8.kubernetes.api.model.Toleration toleration(Toleration t) {
        return new TolerationBuilder()
                .withKey(t.key())
                .withOperator(t.operator())
                .withValue(t.value())
                .withEffect(t.effect())
                .withTolerationSeconds(
                        t.tolerationSeconds() == null ? null : t.tolerationSeconds().longValue())
                .build();
    }

    /** Products are required; another node than the one that failed is only preferred. */
    private static Optional<NodeAffinity> affinity(PodRequest request) {
        var products = request.products();
        var avoidNode = request.avoidNode();
        if (products.isEmpty() && avoidNode.isEmpty()) return Optional.empty();
        var affinity = new NodeAffinityBuilder();
        if (!products.isEmpty()) {
            affinity.withNewRequiredDuringSchedulingIgnoredDuringExecution()
                    .addNewNodeSelectorTerm()
                    .addNewMatchExpression()
                    .withKey("nvidia.com/gpu.product")
                    .withOperator("In")
                    .withValues(products)
                    .endMatchExpression()
                    .endNodeSelectorTerm()
                    .endRequiredDuringSchedulingIgnoredDuringExecution();
        }
        avoidNode.ifPresent(
                node ->
                        affinity.addNewPreferredDuringSchedulingIgnoredDuringExecution()
                                .withWeight(100)
                                .withNewPreference()
                                .addNewMatchExpression()
                                .withKey("kubernetes.io/hostname")
                                .withOperator("NotIn")
                                .withValues(node)
                                .endMatchExpression()
                                .endPreference()
                                .endPreferredDuringSchedulingIgnoredDuringExecution());
        return Optional.of(affinity.build());
    }
}
