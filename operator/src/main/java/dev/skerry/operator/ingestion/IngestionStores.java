package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.Buckets;
import dev.skerry.operator.storage.ResumePoint;
import dev.skerry.operator.storage.StoredLeftovers;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.vectors.Collections;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks at object storage and the vector store for a job, where the answer matters now: before an
 * attempt begins, and while something of ended runs is still to be removed.
 */
@ApplicationScoped
class IngestionStores {
    private final Buckets buckets;
    private final Collections collections;
    private final IngestionJobSettings settings;

    IngestionStores(Buckets buckets, Collections collections, IngestionJobSettings settings) {
        this.buckets = buckets;
        this.collections = collections;
        this.settings = settings;
    }

    record Seen(
            BucketState bucket,
            CollectionState collection,
            ResumePoint resume,
            Map<String, CollectionState> formerCollections,
            Map<String, StoredLeftovers> formerBuckets) {}

    Seen look(IngestionJob job, Instant now) {
        var status = Optional.ofNullable(job.getStatus());
        var attempts =
                AttemptLog.of(status.map(IngestionJobStatus::attempts).orElse(null), null, null);
        boolean resting =
                attempts.open().isPresent() || job.getMetadata().getDeletionTimestamp() != null;
        if (resting) return nothing();
        boolean finished = status.map(IngestionJobStatus::finishedAt).isPresent();
        return new Seen(
                finished ? new BucketState.NotAsked() : buckets.state(bucket(job)),
                finished
                        ? new CollectionState.NotAsked()
                        : collection(
                                job,
                                IngestionJobSubject.collection(
                                        job.getMetadata().getNamespace(), job.getSpec())),
                finished ? new ResumePoint.NotAsked() : resume(job, status, attempts, now),
                asked(IngestionLeftovers.collections(status), name -> collection(job, name)),
                asked(IngestionLeftovers.buckets(status), name -> leftovers(job, name)));
    }

    private static Seen nothing() {
        return new Seen(
                new BucketState.NotAsked(),
                new CollectionState.NotAsked(),
                new ResumePoint.NotAsked(),
                Map.of(),
                Map.of());
    }

    private static <A> Map<String, A> asked(List<String> names, Function<String, A> ask) {
        return names.stream().distinct().collect(Collectors.toMap(Function.identity(), ask));
    }

    private CollectionState collection(IngestionJob job, String name) {
        return collections.state(
                name,
                job.getMetadata().getNamespace(),
                job.getMetadata().getName(),
                IngestionLeftovers.stale(Optional.ofNullable(job.getStatus())));
    }

    private StoredLeftovers leftovers(IngestionJob job, String bucket) {
        return buckets.leftovers(
                bucket, job.getMetadata().getNamespace(), job.getMetadata().getUid());
    }

    /** Only an attempt after the first has something to go on from, and only when it is due. */
    private ResumePoint resume(
            IngestionJob job,
            Optional<IngestionJobStatus> status,
            AttemptLog attempts,
            Instant now) {
        int run = status.map(IngestionJobStatus::run).orElse(0);
        boolean later =
                status.map(IngestionJobStatus::nextAttemptAt)
                        .flatMap(Timestamps::parse)
                        .filter(now::isBefore)
                        .isPresent();
        if (attempts.last(run).map(Attempt::failureClass).isEmpty()
                || later
                || Boolean.TRUE.equals(job.getSpec().suspend())) return new ResumePoint.NotAsked();
        return buckets.newestCheckpoint(
                status.map(IngestionJobStatus::bucket).orElseGet(() -> bucket(job)),
                job.getMetadata().getNamespace(),
                job.getMetadata().getUid(),
                run);
    }

    private String bucket(IngestionJob job) {
        return IngestionJobResources.bucket(job.getSpec(), settings.policy().bucket());
    }
}
