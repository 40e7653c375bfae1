package dev.skerry.operator.job.decide;

import dev.skerry.api.Defaults;
import dev.skerry.api.JobSpec;
import dev.skerry.api.JobStatus;
import dev.skerry.api.wire.Places;
import java.time.Instant;
import java.util.Optional;

/**
 * The job that is decided about, without the client's types.
 *
 * @param deletingSince when somebody asked for its deletion
 * @param finalizer whether its kind's is on it
 * @param finalizerWaived whether an annotation says to let it go whatever it leaves behind
 */
public record JobSubject<S extends JobSpec, T extends JobStatus>(
        String namespace,
        String name,
        String uid,
        long generation,
        Optional<Instant> deletingSince,
        boolean finalizer,
        boolean finalizerWaived,
        S spec,
        Optional<T> status) {

    /** How this operator is called where a spec names who runs a job. */
    private static final String MANAGER = "skerry.dev/operator";

    /** Whether somebody else runs the job, so that we leave it alone. */
    public static boolean isAnothers(JobSpec spec) {
        return spec.managedBy() != null && !MANAGER.equals(spec.managedBy());
    }

    /** The same with all that its schema has defaults for. */
    JobSubject<S, T> complete() {
        return new JobSubject<>(
                namespace,
                name,
                uid,
                generation,
                deletingSince,
                finalizer,
                finalizerWaived,
                Defaults.resolved(spec),
                status);
    }

    boolean suspended() {
        return Boolean.TRUE.equals(spec.suspend());
    }

    /** Where its attempts write. */
    public Places places() {
        return new Places(namespace, uid);
    }
}
