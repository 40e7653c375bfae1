package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.kube.Names;
import dev.skerry.operator.status.Timestamps;
import java.time.Instant;
import java.util.Optional;

/**
 * The job that is decided about, without the client's types.
 *
 * @param deletingSince when somebody asked for its deletion
 * @param finalizer whether ours is on it
 * @param finalizerWaived whether an annotation says to let it go without removing its points
 */
record IngestionJobSubject(
        String namespace,
        String name,
        String uid,
        long generation,
        Optional<Instant> deletingSince,
        boolean finalizer,
        boolean finalizerWaived,
        IngestionJobSpec spec,
        Optional<IngestionJobStatus> status) {

    /** How this operator is called where a spec names who runs a job. */
    private static final String MANAGER = "skerry.dev/operator";

    /** Holds a job whose points are to be removed with it. */
    static final String FINALIZER = "skerry.dev/points";

    /** Set to "true" to let a job go although its points cannot be removed. */
    static final String WAIVED = "skerry.dev/keep-points";

    static IngestionJobSubject of(IngestionJob job) {
        var metadata = job.getMetadata();
        return new IngestionJobSubject(
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getGeneration() == null ? 0 : metadata.getGeneration(),
                Timestamps.parse(metadata.getDeletionTimestamp()),
                metadata.getFinalizers() != null && metadata.getFinalizers().contains(FINALIZER),
                metadata.getAnnotations() != null
                        && "true".equals(metadata.getAnnotations().get(WAIVED)),
                job.getSpec(),
                Optional.ofNullable(job.getStatus()));
    }

    /**
     * Full name of a job's collection in the vector store, so that namespaces cannot meet there.
     */
    static String collection(String namespace, IngestionJobSpec spec) {
        var collection = spec.collection();
        return namespace
                + "."
                + (collection == null || collection.name() == null ? "code" : collection.name());
    }

    /** Name of an attempt's Job and ConfigMap. */
    String child(int run, int number) {
        return Names.child(name, IngestionJobResources.SHORT, run, number);
    }

    boolean wantsFinalizer() {
        return spec.collection() != null && "Delete".equals(spec.collection().deletionPolicy());
    }

    /** Whether somebody else runs the job, so that we leave it alone. */
    static boolean isAnothers(IngestionJobSpec spec) {
        return spec.managedBy() != null && !MANAGER.equals(spec.managedBy());
    }

    boolean suspended() {
        return Boolean.TRUE.equals(spec.suspend());
    }
}
