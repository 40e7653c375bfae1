package dev.skerry.operator.workload;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.List;

/** Chosen keys of a user's Secret as files of a pod, never the whole of it. */
public final class SecretFiles {
    private SecretFiles() {}

    /**
     * @param required without one of them the pod does not start, and its node says which
     * @param optional are there where the Secret has them
     */
    public static Volume volume(
            String name, String secret, List<String> required, List<String> optional) {
        return new VolumeBuilder()
                .withName(name)
                .withNewProjected()
                .withSources(keys(secret, required, false), keys(secret, optional, true))
                .endProjected()
                .build();
    }

    public static VolumeMount mount(String name, String folder) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(folder)
                .withReadOnly(true)
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
}
