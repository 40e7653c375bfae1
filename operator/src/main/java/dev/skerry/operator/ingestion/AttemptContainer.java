package dev.skerry.operator.ingestion;

import dev.skerry.api.Accelerator;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.Resources;
import dev.skerry.api.SecretRef;
import dev.skerry.operator.ingestion.IngestionJobResources.Surroundings;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The program of an attempt's pod: its environment, its files, its share of the node. */
final class AttemptContainer {
    static final String NAME = Names.CONTAINER;
    static final String GIT_VOLUME = "git";
    private static final String CONFIG = "/etc/skerry";
    private static final String IDENTITY = "/var/run/secrets/skerry";
    private static final String GIT = "/var/run/secrets/skerry-git";
    private static final String WORK = "/work";
    private static final String DISK = "ephemeral-storage";
    private static final Map<String, Quantity> REQUESTS =
            Map.of(
                    "cpu",
                    new Quantity("500m"),
                    "memory",
                    new Quantity("1Gi"),
                    DISK,
                    new Quantity("1Gi"));
    private static final Map<String, Quantity> LIMITS =
            Map.of("memory", new Quantity("2Gi"), DISK, new Quantity("10Gi"));

    private AttemptContainer() {}

    static Container of(IngestionJobSpec spec, Optional<String> resumeFrom, Surroundings around) {
        var limits = new TreeMap<>(quantities(spec.resources(), Resources::limits, LIMITS));
        var requests = new TreeMap<>(quantities(spec.resources(), Resources::requests, REQUESTS));
        limitDisk(requests, limits);
        accelerator(spec)
                .ifPresent(
                        a ->
                                limits.put(
                                        resourceName(a),
                                        new Quantity("" + (a.count() == null ? 1 : a.count()))));
        return new ContainerBuilder()
                .withName(NAME)
                .withImage(around.image())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withEnv(environment(spec, resumeFrom, around))
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
                .withVolumeMounts(mounts(spec))
                .build();
    }

    private static List<EnvVar> environment(
            IngestionJobSpec spec, Optional<String> resumeFrom, Surroundings around) {
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
        environment.add(
                variable("SKERRY_ALLOW_FILE_URLS", Boolean.toString(around.allowFileUrls())));
        environment.add(
                variable(
                        "SKERRY_ALLOW_PRIVATE_ADDRESSES",
                        Boolean.toString(around.allowPrivateAddresses())));
        if (!around.deniedNetworks().isEmpty()) {
            var denied = String.join(",", new TreeSet<>(around.deniedNetworks()));
            environment.add(variable("SKERRY_DENIED_NETWORKS", denied));
        }
        resumeFrom.ifPresent(prefix -> environment.add(variable("SKERRY_RESUME_FROM", prefix)));
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
        credentials(spec)
                .ifPresent(c -> environment.add(variable("SKERRY_GIT_CREDENTIALS_DIR", GIT)));
        return environment;
    }

    private static List<VolumeMount> mounts(IngestionJobSpec spec) {
        var mounts = new ArrayList<VolumeMount>();
        mounts.add(mount("config", CONFIG, true));
        mounts.add(mount("identity", IDENTITY, true));
        mounts.add(mount("work", WORK, false));
        mounts.add(mount("tmp", "/tmp", false));
        credentials(spec).ifPresent(c -> mounts.add(mount(GIT_VOLUME, GIT, true)));
        return mounts;
    }

    /** Devices that the pod asks for; empty where it asks for none. */
    static Optional<Accelerator> accelerator(IngestionJobSpec spec) {
        return Optional.ofNullable(spec.accelerator())
                .filter(a -> a.count() == null || a.count() > 0);
    }

    static String resourceName(Accelerator accelerator) {
        return accelerator.resourceName() == null ? "nvidia.com/gpu" : accelerator.resourceName();
    }

    /** The Secret with which the repository is read. */
    static Optional<String> credentials(IngestionJobSpec spec) {
        return Optional.ofNullable(spec.repository().credentialsSecretRef()).map(SecretRef::name);
    }

    private static Map<String, Quantity> quantities(
            Resources resources,
            Function<Resources, Map<String, Quantity>> part,
            Map<String, Quantity> fallback) {
        return Optional.ofNullable(resources)
                .map(part)
                .orElse(resources == null ? fallback : Map.of());
    }

    /**
     * A program without a limit of its own could fill its node's disk, and be taken away again and
     * again as if the node were the cause.
     */
    private static void limitDisk(Map<String, Quantity> requests, Map<String, Quantity> limits) {
        limits.putIfAbsent(DISK, larger(LIMITS.get(DISK), requests.get(DISK)));
        requests.putIfAbsent(DISK, smaller(REQUESTS.get(DISK), limits.get(DISK)));
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
