package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of several live jobs of a namespace writes a repository's points to a collection: the
 * oldest. Creation times have seconds only; within one, who has begun stays ahead of who has not.
 */
final class RepositoryClaim {
    private static final Comparator<IngestionJob> SENIORITY =
            Comparator.comparing((IngestionJob j) -> j.getMetadata().getCreationTimestamp())
                    .thenComparing(j -> hasBegun(j) ? 0 : 1)
                    .thenComparing(j -> j.getMetadata().getUid());

    private RepositoryClaim() {}

    /** Name of the job whose claim keeps this one from starting. */
    static Optional<String> before(IngestionJob job, Stream<IngestionJob> all) {
        return all.filter(other -> isRival(job, other))
                .filter(other -> SENIORITY.compare(other, job) < 0)
                .min(SENIORITY)
                .map(other -> other.getMetadata().getName());
    }

    private static boolean isRival(IngestionJob job, IngestionJob other) {
        return !other.getMetadata().getUid().equals(job.getMetadata().getUid())
                && other.getMetadata().getDeletionTimestamp() == null
                && other.getSpec() != null
                && other.getSpec().repository() != null
                && job.getSpec().repository().url().equals(other.getSpec().repository().url())
                && collection(job).equals(collection(other));
    }

    private static boolean hasBegun(IngestionJob job) {
        return Optional.ofNullable(job.getStatus())
                .map(IngestionJobStatus::attempts)
                .filter(attempts -> !attempts.isEmpty())
                .isPresent();
    }

    private static String collection(IngestionJob job) {
        return IngestionJobSubject.collection(job.getMetadata().getNamespace(), job.getSpec());
    }
}
