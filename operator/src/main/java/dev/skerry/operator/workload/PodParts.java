package dev.skerry.operator.workload;

import dev.skerry.api.wire.JobFile;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;

/**
 * What the pods of one kind have besides what all of ours have.
 *
 * @param environment in this order
 * @param limits when it saves and stops
 */
public record PodParts(
        String image,
        SequencedMap<String, String> environment,
        List<Volume> volumes,
        List<VolumeMount> mounts,
        JobFile.Limits limits) {

    /** Between SIGTERM and SIGKILL. */
    public Duration grace() {
        return Duration.ofSeconds(limits.graceSeconds());
    }
}
