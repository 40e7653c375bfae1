package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import java.util.Optional;

/** The job that is decided about, without the client's types. */
record IngestionJobSubject(
        String namespace,
        String name,
        String uid,
        long generation,
        boolean deleting,
        IngestionJobSpec spec,
        Optional<IngestionJobStatus> status) {

    static IngestionJobSubject of(IngestionJob job) {
        var metadata = job.getMetadata();
        return new IngestionJobSubject(
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getGeneration() == null ? 0 : metadata.getGeneration(),
                metadata.getDeletionTimestamp() != null,
                job.getSpec(),
                Optional.ofNullable(job.getStatus()));
    }

    boolean suspended() {
        return Boolean.TRUE.equals(spec.suspend());
    }
}
