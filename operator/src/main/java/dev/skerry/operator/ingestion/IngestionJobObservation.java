package dev.skerry.operator.ingestion;

import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.LeftResult;
import dev.skerry.operator.storage.ResumePoint;
import dev.skerry.operator.storage.StoredLeftovers;
import dev.skerry.operator.vectors.CollectionState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything outside the job that deciding depends on, at one moment.
 *
 * @param fault why the last action did not succeed
 * @param refusal why the API server will never take the recorded attempt's Job as it is
 * @param jobs the Jobs that carry the name of one of its attempts, whoever owns them
 * @param pod the newest pod of the open attempt
 * @param obstacle why its pod is not there or does not start, where its own state does not say
 * @param heard all that the pod has reported to this operator process
 * @param reports what of it status may show now
 * @param leftResult the result that a finished pod left in its termination message or in storage
 * @param claim name of another live job of the namespace that holds the same files for the same
 *     collection
 * @param resume where the next attempt of the run may go on
 * @param formerCollections those that status says still hold points that do not count
 * @param formerBuckets those that status says still hold checkpoints of ended runs
 * @param removing since when this process has tried to remove what a deleted job leaves, although
 *     status could not be written
 */
record IngestionJobObservation(
        Instant now,
        Optional<String> fault,
        Optional<String> refusal,
        List<ChildJob> jobs,
        Optional<ChildPod> pod,
        Optional<String> obstacle,
        Optional<ReportHistory> heard,
        Optional<ReportHistory> reports,
        LeftResult leftResult,
        Optional<String> claim,
        BucketState bucket,
        CollectionState collection,
        ResumePoint resume,
        Map<String, CollectionState> formerCollections,
        Map<String, StoredLeftovers> formerBuckets,
        Optional<Instant> removing) {

    IngestionJobObservation {
        refusal = Objects.requireNonNullElseGet(refusal, Optional::empty);
        jobs = jobs == null ? List.of() : jobs;
        leftResult = Objects.requireNonNullElseGet(leftResult, LeftResult.None::new);
        bucket = Objects.requireNonNullElseGet(bucket, BucketState.NotAsked::new);
        collection = Objects.requireNonNullElseGet(collection, CollectionState.NotAsked::new);
        resume = Objects.requireNonNullElseGet(resume, ResumePoint.NotAsked::new);
        formerCollections = formerCollections == null ? Map.of() : Map.copyOf(formerCollections);
        formerBuckets = formerBuckets == null ? Map.of() : Map.copyOf(formerBuckets);
        removing = Objects.requireNonNullElseGet(removing, Optional::empty);
    }

    Optional<ChildJob> job(int run, int attempt) {
        return jobs.stream().filter(j -> j.run() == run && j.attempt() == attempt).findFirst();
    }

    int highestAttempt(int run) {
        return jobs.stream()
                .filter(j -> j.ours() && j.run() == run)
                .mapToInt(ChildJob::attempt)
                .max()
                .orElse(0);
    }

    int highestRun() {
        return jobs.stream().filter(ChildJob::ours).mapToInt(ChildJob::run).max().orElse(0);
    }

    CollectionState formerCollection(String name) {
        return formerCollections.getOrDefault(name, new CollectionState.NotAsked());
    }

    StoredLeftovers formerBucket(String name) {
        return formerBuckets.getOrDefault(name, new StoredLeftovers.NotAsked());
    }
}
