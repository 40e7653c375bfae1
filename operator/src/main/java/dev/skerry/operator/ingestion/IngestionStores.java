package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.Buckets;
import dev.skerry.operator.storage.ResumePoint;
import dev.skerry.operator.storage.StoredLeftovers;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.vectors.VectorCollections;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
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
    private final VectorCollections collections;
    private final IngestionJobSettings settings;

    IngestionStores(Buckets buckets, VectorCollections collections, IngestionJobSettings settings) {
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

    /**
     * @param mayStart whether the spec has no fault: what it names is asked about only then
     */
    Seen look(IngestionJob job, AttemptLog attempts, boolean mayStart, Instant now) {
        var status = Optional.ofNullable(job.getStatus());
        if (attempts.open().isPresent()) return nothing();
        if (job.getMetadata().getDeletionTimestamp() != null) return whileDeleted(job, status);
        boolean starting =
                mayStart && status.map(IngestionJobStatus::finishedAt).isEmpty()
                        || mayStart && goesOn(job, status);
        return new Seen(
                starting ? buckets.state(bucket(job)) : new BucketState.NotAsked(),
                starting
                        ? collection(
                                job,
                                IngestionJobSubject.collection(
                                        job.getMetadata().getNamespace(), job.getSpec()))
                        : new CollectionState.NotAsked(),
                starting ? resume(job, status, attempts, now) : new ResumePoint.NotAsked(),
                asked(IngestionLeftovers.collections(status), name -> collection(job, name)),
                asked(IngestionLeftovers.buckets(status), name -> leftovers(job, name)));
    }

    /** A job that holds something until it is removed says where that may be. */
    private Seen whileDeleted(IngestionJob job, Optional<IngestionJobStatus> status) {
        if (!IngestionJobSubject.of(job).finalizer()) return nothing();
        var places = new ArrayList<>(IngestionLeftovers.buckets(status));
        if (status.map(IngestionJobStatus::run).isPresent()) places.add(bucket(job));
        return new Seen(
                new BucketState.NotAsked(),
                new CollectionState.NotAsked(),
                new ResumePoint.NotAsked(),
                Map.of(),
                asked(places, name -> leftovers(job, name)));
    }

    /** Whether a finished job is about to run again. */
    private static boolean goesOn(IngestionJob job, Optional<IngestionJobStatus> status) {
        return status.map(IngestionJobStatus::inputs)
                .filter(i -> !i.generation().equals(job.getMetadata().getGeneration()))
                .isPresent();
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
                Optional.ofNullable(job.getStatus())
                        .map(IngestionJobStatus::result)
                        .map(IngestionResult::runId));
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
        if (!attempts.interrupted(run) || later || Boolean.TRUE.equals(job.getSpec().suspend()))
            return new ResumePoint.NotAsked();
        return buckets.newestCheckpoint(
                status.map(IngestionJobStatus::bucket).orElseGet(() -> bucket(job)),
                job.getMetadata().getNamespace(),
                job.getMetadata().getUid(),
                run);
    }

    /** The run's own, also where configuration or spec have another by now; a new run's is new. */
    private String bucket(IngestionJob job) {
        var status = Optional.ofNullable(job.getStatus());
        var configured = IngestionJobResources.bucket(job.getSpec(), settings.policy().bucket());
        boolean newRun =
                IngestionInputs.startNewRun(
                        status.map(IngestionJobStatus::inputs),
                        job.getMetadata().getGeneration(),
                        IngestionInputs.digest(job.getSpec()));
        return newRun ? configured : status.map(IngestionJobStatus::bucket).orElse(configured);
    }
}
