package dev.skerry.operator.workload;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;

/**
 * What the pods of one kind have besides what all of ours have.
 *
 * @param environment in this order
 * @param grace between SIGTERM and SIGKILL
 */
public record PodParts(
        String image,
        SequencedMap<String, String> environment,
        List<Volume> volumes,
        List<VolumeMount> mounts,
        Duration grace) {}
