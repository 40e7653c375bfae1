package dev.skerry.operator.ingestion;

import dev.skerry.api.Accelerator;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.Resources;
import dev.skerry.api.Scheduling;
import dev.skerry.api.SecretRef;
import dev.skerry.api.Toleration;
import dev.skerry.operator.ingestion.IngestionJobResources.Surroundings;
import dev.skerry.operator.kube.Names;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeAffinityBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The pod of an attempt: restricted, told everything by files and environment, without a token for
 * the API server.
 */
final class AttemptPod {
    static final String CONTAINER = Names.CONTAINER;
    private static final String CONFIG = "/etc/skerry";
    private static final String IDENTITY = "/var/run/secrets/skerry";
    private static final String GIT = "/var/run/secrets/skerry-git";
    private static final String WORK = "/work";
    private static final long GRACE_SECONDS = 30;
    private static final long TOKEN_SECONDS = 3600;

    private AttemptPod() {}

    static PodSpec of(
            String name,
            IngestionJobSpec spec,
            Optional<Scheduling> scheduling,
            Optional<String> avoidNode,
            Surroundings around) {
        var accelerator =
                Optional.ofNullable(spec.accelerator())
                        .filter(a -> a.count() == null || a.count() > 0);
        var credentials =
                Optional.ofNullable(spec.repository().credentialsSecretRef()).map(SecretRef::name);
        var pod =
                new PodSpecBuilder()
                        .withRestartPolicy("Never")
                        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                        .withAutomountServiceAccountToken(false)
                        .withEnableServiceLinks(false)
                        .withNewSecurityContext()
                        .withRunAsNonRoot(true)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .endSecurityContext()
                        .withContainers(container(spec, accelerator, credentials, around))
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
        credentials.ifPresent(
                secret ->
                        pod.addNewVolume()
                                .withName("git")
                                .withNewSecret()
                                .withSecretName(secret)
                                .endSecret()
                                .endVolume());
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
                                        .withKey(resourceName(a))
                                        .withOperator("Exists")
                                        .build()));
        affinity(accelerator, avoidNode)
                .ifPresent(a -> pod.withNewAffinity().withNodeAffinity(a).endAffinity());
        return pod.build();
    }

    private static Container container(
            IngestionJobSpec spec,
            Optional<Accelerator> accelerator,
            Optional<String> credentials,
            Surroundings around) {
        var requests =
                new TreeMap<>(
                        quantities(
                                spec.resources(),
                                Resources::requests,
                                Map.of(
                                        "cpu",
                                        new Quantity("500m"),
                                        "memory",
                                        new Quantity("1Gi"))));
        var limits =
                new TreeMap<>(
                        quantities(
                                spec.resources(),
                                Resources::limits,
                                Map.of("memory", new Quantity("2Gi"))));
        accelerator.ifPresent(
                a ->
                        limits.put(
                                resourceName(a),
                                new Quantity("" + (a.count() == null ? 1 : a.count()))));
        var container =
                new ContainerBuilder()
                        .withName(CONTAINER)
                        .withImage(around.image())
                        .withTerminationMessagePolicy("FallbackToLogsOnError")
                        .addNewEnv()
                        .withName("SKERRY_JOB_FILE")
                        .withValue(CONFIG + "/job.json")
                        .endEnv()
                        .addNewEnv()
                        .withName("SKERRY_TOKEN_FILE")
                        .withValue(IDENTITY + "/token")
                        .endEnv()
                        .addNewEnv()
                        .withName("SKERRY_CA_FILE")
                        .withValue(IDENTITY + "/ca.crt")
                        .endEnv()
                        .addNewEnv()
                        .withName("SKERRY_WORK_DIR")
                        .withValue(WORK)
                        .endEnv()
                        .addNewEnv()
                        .withName("SKERRY_POD_UID")
                        .withNewValueFrom()
                        .withNewFieldRef("v1", "metadata.uid")
                        .endValueFrom()
                        .endEnv()
                        .addNewEnv()
                        .withName("SKERRY_ALLOW_FILE_URLS")
                        .withValue(Boolean.toString(around.allowFileUrls()))
                        .endEnv()
                        .addNewEnv()
                        .withName("SKERRY_ALLOW_PRIVATE_ADDRESSES")
                        .withValue(Boolean.toString(around.allowPrivateAddresses()))
                        .endEnv()
                        .addNewEnvFrom()
                        .withNewSecretRef(around.secretName(), false)
                        .endEnvFrom()
                        .withNewSecurityContext()
                        .withAllowPrivilegeEscalation(false)
                        .withReadOnlyRootFilesystem(true)
                        .withNewCapabilities()
                        .addToDrop("ALL")
                        .endCapabilities()
                        .endSecurityContext()
                        .withNewResources()
                        .withRequests(requests)
                        .withLimits(limits)
                        .endResources()
                        .addNewVolumeMount()
                        .withName("config")
                        .withMountPath(CONFIG)
                        .withReadOnly(true)
                        .endVolumeMount()
                        .addNewVolumeMount()
                        .withName("identity")
                        .withMountPath(IDENTITY)
                        .withReadOnly(true)
                        .endVolumeMount()
                        .addNewVolumeMount()
                        .withName("work")
                        .withMountPath(WORK)
                        .endVolumeMount()
                        .addNewVolumeMount()
                        .withName("tmp")
                        .withMountPath("/tmp")
                        .endVolumeMount();
        new TreeMap<>(around.environment())
                .forEach(
                        (key, value) ->
                                container.addNewEnv().withName(key).withValue(value).endEnv());
        credentials.ifPresent(
                c ->
                        container
                                .addNewVolumeMount()
                                .withName("git")
                                .withMountPath(GIT)
                                .withReadOnly(true)
                                .endVolumeMount()
                                .addNewEnv()
                                .withName("SKERRY_GIT_CREDENTIALS_DIR")
                                .withValue(GIT)
                                .endEnv());
        return container.build();
    }

    private static Map<String, Quantity> quantities(
            Resources resources,
            Function<Resources, Map<String, Quantity>> part,
            Map<String, Quantity> fallback) {
        return Optional.ofNullable(resources)
                .map(part)
                .orElse(resources == null ? fallback : Map.of());
    }

    private static String resourceName(Accelerator accelerator) {
        return accelerator.resourceName() == null ? "nvidia.com/gpu" : accelerator.resourceName();
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
