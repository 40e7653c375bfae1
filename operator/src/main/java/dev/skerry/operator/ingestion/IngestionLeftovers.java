package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.ingestion.IngestionJobAction.Child;
import dev.skerry.operator.ingestion.IngestionJobAction.DeletePoints;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteStored;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveChildren;
import dev.skerry.operator.storage.StoredLeftovers;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.vectors.StoredRun;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What ended runs left outside the cluster. Status names each place until nothing is left there, so
 * that a removal outlives every crash and a clean job asks nobody.
 */
final class IngestionLeftovers {
    private static final Pattern RUN = Pattern.compile("/r(\\d{1,9})-a\\d{1,9}-[^/]+/$");
    private static final int CHILDREN_KEPT = 5;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(30);

    private IngestionLeftovers() {}

    /**
     * Runs whose points do not count, of those that are seen; empty where none are. A result makes
     * all others stale. Before there is one, a job of the same name may have left points that are
     * still read: only the job's own are stale.
     */
    static Optional<List<String>> stale(IngestionJobDraft draft, CollectionState.Ready seen) {
        var keep = draft.result.map(IngestionResult::runId);
        var ended = draft.attempts.endedRunIds();
        var stale =
                seen.others().stream()
                        .filter(
                                run ->
                                        keep.isPresent()
                                                ? !keep.get().equals(run.runId())
                                                : draft.job.uid().equals(run.jobUid())
                                                        || ended.contains(run.runId()))
                        .map(StoredRun::runId)
                        .toList();
        return stale.isEmpty() ? Optional.empty() : Optional.of(stale);
    }

    static List<String> collections(Optional<IngestionJobStatus> status) {
        return status.map(IngestionJobStatus::leftovers)
                .map(IngestionJobStatus.Leftovers::collections)
                .orElse(List.of());
    }

    static List<String> buckets(Optional<IngestionJobStatus> status) {
        return status.map(IngestionJobStatus::leftovers)
                .map(IngestionJobStatus.Leftovers::buckets)
                .orElse(List.of());
    }

    /**
     * Takes former collections off the list that hold nothing stale, and removes points from the
     * others.
     *
     * @return why one of them cannot be cleaned now
     */
    static Optional<String> sweepCollections(
            IngestionJobDraft draft, IngestionJobObservation seen) {
        var fault = Optional.<String>empty();
        for (var name : List.copyOf(draft.formerCollections)) {
            switch (seen.formerCollection(name)) {
                case CollectionState.Ready ready ->
                        stale(draft, ready)
                                .ifPresentOrElse(
                                        runs -> draft.actions.add(new DeletePoints(name, runs)),
                                        () -> draft.formerCollections.remove(name));
                case CollectionState.Missing m -> draft.formerCollections.remove(name);
                case CollectionState.Away away -> fault = Optional.of(away.message());
                case CollectionState.Refused refused -> fault = Optional.of(refused.message());
                case CollectionState.NotAsked n -> {}
            }
        }
        return fault;
    }

    /** The same for buckets; faults are met again at the next look. */
    static void sweepBuckets(IngestionJobDraft draft, IngestionJobObservation seen) {
        for (var name : List.copyOf(draft.formerBuckets)) {
            switch (seen.formerBucket(name)) {
                case StoredLeftovers.Gone g -> draft.formerBuckets.remove(name);
                case StoredLeftovers.There there -> {
                    var over = there.prefixes().stream().filter(p -> isOver(draft, p)).toList();
                    if (over.isEmpty()) draft.formerBuckets.remove(name);
                    else draft.actions.add(new DeleteStored(name, over));
                }
                case StoredLeftovers.Away a -> {}
                case StoredLeftovers.NotAsked n -> {}
            }
        }
    }

    /**
     * Checkpoints of earlier runs are over, and those of this one when it has succeeded: a run that
     * failed may go on from its own.
     */
    private static boolean isOver(IngestionJobDraft draft, String prefix) {
        var run = RUN.matcher(prefix);
        return !run.find() || Integer.parseInt(run.group(1)) < draft.run || draft.succeeded();
    }

    /**
     * Jobs with their pods, and ConfigMaps: the newest of the current run and the last of the one
     * before are kept for reading.
     */
    static void removeOldChildren(IngestionJobDraft draft, IngestionJobObservation seen) {
        var open = draft.open().map(a -> a.number()).orElse(0);
        var ours =
                seen.jobs().stream()
                        .filter(j -> j.ours() && !j.deleting())
                        .filter(j -> j.run() < draft.run || j.attempt() != open)
                        .sorted(
                                Comparator.comparingInt(ChildJob::run)
                                        .thenComparingInt(ChildJob::attempt)
                                        .reversed())
                        .toList();
        var before = ours.stream().filter(j -> j.run() < draft.run).findFirst();
        var kept =
                Stream.concat(
                                ours.stream()
                                        .filter(j -> j.run() == draft.run)
                                        .limit(CHILDREN_KEPT),
                                before.stream())
                        .toList();
        var old =
                ours.stream()
                        .filter(j -> j.run() <= draft.run && !kept.contains(j))
                        .filter(j -> j.state() != ChildJob.State.ACTIVE)
                        .map(j -> new Child(j.name(), Optional.of(j.uid())))
                        .toList();
        if (!old.isEmpty()) draft.actions.add(new RemoveChildren(old));
    }

    /** Goes on removing behind a finished job; when to look again, empty where nothing is left. */
    static Optional<Duration> sweepBehind(IngestionJobDraft draft, IngestionJobObservation seen) {
        int before = draft.actions.size();
        sweepCollections(draft, seen);
        sweepBuckets(draft, seen);
        if (draft.formerCollections.isEmpty() && draft.formerBuckets.isEmpty())
            return Optional.empty();
        boolean unasked =
                draft.formerCollections.stream()
                                .anyMatch(
                                        c ->
                                                seen.formerCollection(c)
                                                        instanceof CollectionState.NotAsked)
                        || draft.formerBuckets.stream()
                                .anyMatch(
                                        b ->
                                                seen.formerBucket(b)
                                                        instanceof StoredLeftovers.NotAsked);
        return Optional.of(draft.actions.size() > before || unasked ? SOON : LATER);
    }
}
