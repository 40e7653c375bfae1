package dev.skerry.operator.workload;

import dev.skerry.operator.kube.Names;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The program of a workload's pod: its environment, its files, its share of the node. */
final class WorkloadContainer {
    static final String CONFIG_VOLUME = "config";
    static final String IDENTITY_VOLUME = "identity";
    static final String WORK_VOLUME = "work";
    static final String TMP_VOLUME = "tmp";
    private static final String CONFIG = "/etc/skerry";
    private static final String IDENTITY = "/var/run/secrets/skerry";
    private static final String WORK = "/work";
    private static final String DISK = "ephemeral-storage";
    private static final Quantity DISK_REQUEST = new Quantity("1Gi");
    private static final Quantity DISK_LIMIT = new Quantity("10Gi");

    private WorkloadContainer() {}

    static Container of(PodRequest pod, PodParts parts, Surroundings around) {
        var limits = quantities(pod.resources().limits());
        var requests = quantities(pod.resources().requests());
        limitDisk(requests, limits);
        pod.devices()
                .ifPresent(
                        a ->
                                limits.put(
                                        PodRequest.resourceName(a),
                                        new Quantity("" + (a.count() == null ? 1 : a.count()))));
        return new ContainerBuilder()
                .withName(Names.CONTAINER)
                .withImage(parts.image())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withEnv(environment(pod, parts, around))
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
                .withVolumeMounts(mounts(parts))
                .build();
    }

    private static List<EnvVar> environment(PodRequest pod, PodParts parts, Surroundings around) {
        var environment = new ArrayList<EnvVar>();
        environment.add(variable("SKERRY_JOB_FILE", CONFIG + "/job.json"));
        environment.add(variable("SKERRY_TOKEN_FILE", IDENTITY + "/token"));
        environment.add(variable("SKERRY_CA_FILE", IDENTITY + "/ca.crt"));
        environment.add(variable("SKERRY_WORK_DIR", WORK));
        environment.add(
                new EnvVarBuilder()
                        .withName("SKERRY_POD_UID")
                        .withNewValueFrom()
                        .withNewFieldRef("v1", "metadata.uid")
                        .endValueFrom()
                        .build());
        parts.environment().forEach((key, value) -> environment.add(variable(key, value)));
        new TreeMap<>(pod.environment())
                .forEach((key, value) -> environment.add(variable(key, value)));
        for (var key : List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")) {
            environment.add(
                    new EnvVarBuilder()
                            .withName(key)
                            .withNewValueFrom()
                            .withNewSecretKeyRef(key, around.secretName(), false)
                            .endValueFrom()
                            .build());
        }
        new TreeMap<>(around.environment())
                .forEach((key, value) -> environment.add(variable(key, value)));
        return environment;
    }

    private static List<VolumeMount> mounts(PodParts parts) {
        var mounts = new ArrayList<VolumeMount>();
        mounts.add(mount(CONFIG_VOLUME, CONFIG, true));
        mounts.add(mount(IDENTITY_VOLUME, IDENTITY, true));
        mounts.add(mount(WORK_VOLUME, WORK, false));
        mounts.add(mount(TMP_VOLUME, "/tmp", false));
        mounts.addAll(parts.mounts());
        return mounts;
    }

    private static Map<String, Quantity> quantities(Map<String, Quantity> given) {
        return new TreeMap<>(given == null ? Map.of() : given);
    }

    /**
     * A program without a limit of its own could fill its node's disk, and be taken away again and
     * again as if the node were the cause.
     */
    private static void limitDisk(Map<String, Quantity> requests, Map<String, Quantity> limits) {
        limits.putIfAbsent(DISK, larger(DISK_LIMIT, requests.get(DISK)));
        requests.putIfAbsent(DISK, smaller(DISK_REQUEST, limits.get(DISK)));
    }

    private static Quantity larger(Quantity a, Quantity b) {
        return b == null || a.getNumericalAmount().compareTo(b.getNumericalAmount()) > 0 ? a : b;
    }

    private static Quantity smaller(Quantity a, Quantity b) {
        return a.getNumericalAmount().compareTo(b.getNumericalAmount()) < 0 ? a : b;
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static VolumeMount mount(String name, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly ? true : null)
                .build();
    }
}
