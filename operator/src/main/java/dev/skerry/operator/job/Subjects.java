package dev.skerry.operator.job;

import dev.skerry.api.JobSpec;
import dev.skerry.api.JobStatus;
import dev.skerry.operator.job.decide.JobSubject;
import dev.skerry.operator.job.decide.KindNames;
import dev.skerry.operator.status.Timestamps;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Optional;

/** Turns the client's objects into what is decided about. */
public final class Subjects {
    private Subjects() {}

    public static <S extends JobSpec, T extends JobStatus> JobSubject<S, T> of(
            CustomResource<S, T> job, KindNames names) {
        var metadata = job.getMetadata();
        return new JobSubject<>(
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getGeneration() == null ? 0 : metadata.getGeneration(),
                Timestamps.parse(metadata.getDeletionTimestamp()),
                metadata.getFinalizers() != null
                        && metadata.getFinalizers().contains(names.finalizer()),
                metadata.getAnnotations() != null
                        && "true".equals(metadata.getAnnotations().get(names.waiver())),
                job.getSpec(),
                Optional.ofNullable(job.getStatus()));
    }
}
