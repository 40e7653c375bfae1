package dev.skerry.operator.ingestion;

import dev.skerry.api.Accelerator;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobSpec.Repository;
import dev.skerry.api.Scheduling;
import dev.skerry.api.Toleration;
import dev.skerry.operator.ingestion.IngestionJobResources.Surroundings;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeAffinityBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.List;
import java.util.Optional;

/**
 * The pod of an attempt: restricted, told everything by files and environment, without a token for
 * the API server.
 */
final class AttemptPod {
    private static final String PRIVATE_AUTHORITY = "ca.crt";
    private static final String HOSTS = "hosts";

    private static final long TOKEN_SECONDS = 3600;

    private AttemptPod() {}

    static PodSpec of(
            String name,
            IngestionJobSpec spec,
            Optional<String> resumeFrom,
            Optional<String> avoidNode,
            Surroundings around) {
        var accelerator = AttemptContainer.accelerator(spec);
        var scheduling = Optional.ofNullable(spec.scheduling());
        var pod =
                new PodSpecBuilder()
                        .withRestartPolicy("Never")
                        .withTerminationGracePeriodSeconds(IngestionJobStop.GRACE.toSeconds())
                        .withAutomountServiceAccountToken(false)
                        .withEnableServiceLinks(false)
                        .withNewSecurityContext()
                        .withRunAsNonRoot(true)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .endSecurityContext()
                        .withContainers(AttemptContainer.of(spec, resumeFrom, around))
                        .addNewVolume()
                        .withName("config")
                        .withNewConfigMap()
                        .withName(name)
                        .addNewItem("job.json", null, "job.json")
                        .endConfigMap()
                        .endVolume()
                        .addNewVolume()
                        .withName("identity")
                        .withNewProjected()
                        .addNewSource()
                        .withNewServiceAccountToken("skerry", TOKEN_SECONDS, "token")
                        .endSource()
                        .addNewSource()
                        .withNewConfigMap()
                        .withName(name)
                        .addNewItem("ca.crt", null, "ca.crt")
                        .endConfigMap()
                        .endSource()
                        .endProjected()
                        .endVolume()
                        .addNewVolume()
                        .withName("work")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .addNewVolume()
                        .withName("tmp")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume();
        AttemptContainer.credentials(spec)
                .ifPresent(secret -> pod.addToVolumes(git(secret, spec.repository())));
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
        accelerator.ifPresent(
                a ->
                        pod.addToTolerations(
                                new TolerationBuilder()
                                        .withKey(AttemptContainer.resourceName(a))
                                        .withOperator("Exists")
                                        .build()));
        affinity(accelerator, avoidNode)
                .ifPresent(a -> pod.withNewAffinity().withNodeAffinity(a).endAffinity());
        return pod.build();
    }

    /**
     * Exactly the keys that the address needs, so that the node says which one is missing; and,
     * where they are there, the server's CA and the servers that the others may go to, which the
     * program asks for.
     */
    private static Volume git(String secret, Repository repository) {
        var keys =
                repository.url().startsWith("ssh:")
                        ? List.of("ssh-privatekey", "known_hosts")
                        : List.of("username", "password");
        return new VolumeBuilder()
                .withName(AttemptContainer.GIT_VOLUME)
                .withNewProjected()
                .withSources(
                        keys(secret, keys, false),
                        keys(secret, List.of(PRIVATE_AUTHORITY, HOSTS), true))
                .endProjected()
                .build();
    }

    private static VolumeProjection keys(String secret, List<String> keys, boolean optional) {
        return new VolumeProjectionBuilder()
                .withNewSecret()
                .withName(secret)
                .withItems(keys.stream().map(key -> new KeyToPath(key, null, key)).toList())
                .withOptional(optional)
                .endSecret()
                .build();
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
    private static Optional<NodeAffinity> affinity(
            Optional<Accelerator> accelerator, Optional<String> avoidNode) {
        var products = accelerator.map(Accelerator::products).orElse(List.of());
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
