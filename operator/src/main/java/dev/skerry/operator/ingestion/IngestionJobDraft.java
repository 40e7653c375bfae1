package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionReason;
import dev.skerry.api.IngestionResult;
import dev.skerry.api.Progress;
import dev.skerry.api.SavedCheckpoint;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.status.Conditions;
import dev.skerry.operator.status.Texts;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
import dev.skerry.operator.vectors.StalePoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The next status while it is being decided, and the actions that follow it. Lives for one
 * decision.
 */
final class IngestionJobDraft {
    enum Phase {
        PENDING("Pending"),
        RUNNING("Running"),
        SUSPENDED("Suspended"),
        SUCCEEDED("Succeeded"),
        FAILED("Failed");

        final String id;

        Phase(String id) {
            this.id = id;
        }
    }

    private static final int FORMER_KEPT = 3;

    final IngestionJobSubject job;
    final Instant now;
    final List<IngestionJobAction> actions = new ArrayList<>();
    final Conditions conditions;
    AttemptLog attempts;
    int run;
    Optional<IngestionJobStatus.Inputs> inputs;
    Optional<Progress> progress;
    Optional<Instant> nextAttemptAt;
    Optional<Instant> advancedAt;
    Optional<Instant> finishedAt;
    Optional<SavedCheckpoint> checkpoint;
    Optional<IngestionResult> result;
    final Set<String> formerCollections = new LinkedHashSet<>();
    final Set<String> formerBuckets = new LinkedHashSet<>();
    Optional<String> bucket;
    private Optional<String> collection;
    private Phase phase;
    private String waitingOn = "";

    IngestionJobDraft(IngestionJobSubject job, Instant now) {
        this.job = job;
        this.now = now;
        var status = job.status();
        conditions =
                Conditions.of(
                        status.map(IngestionJobStatus::conditions).orElse(List.of()),
                        job.generation(),
                        now);
        attempts =
                AttemptLog.of(
                        status.map(IngestionJobStatus::attempts).orElse(null),
                        status.map(IngestionJobStatus::failures).orElse(null),
                        status.map(IngestionJobStatus::activeSeconds).orElse(null));
        run = status.map(IngestionJobStatus::run).orElse(0);
        collection = status.filter(s -> run > 0).map(IngestionJobStatus::collection);
        bucket = status.map(IngestionJobStatus::bucket);
        inputs = status.map(IngestionJobStatus::inputs);
        progress = status.map(IngestionJobStatus::progress);
        nextAttemptAt = status.map(IngestionJobStatus::nextAttemptAt).flatMap(Timestamps::parse);
        advancedAt = status.map(IngestionJobStatus::advancedAt).flatMap(Timestamps::parse);
        finishedAt = status.map(IngestionJobStatus::finishedAt).flatMap(Timestamps::parse);
        checkpoint = status.map(IngestionJobStatus::checkpoint);
        result = status.map(IngestionJobStatus::result);
        formerCollections.addAll(IngestionLeftovers.collections(status));
        formerBuckets.addAll(IngestionLeftovers.buckets(status));
        phase =
                status.map(IngestionJobStatus::phase)
                        .flatMap(IngestionJobDraft::phase)
                        .orElse(Phase.PENDING);
    }

    private static Optional<Phase> phase(String id) {
        for (var phase : Phase.values()) if (phase.id.equals(id)) return Optional.of(phase);
        return Optional.empty();
    }

    Optional<Attempt> open() {
        return attempts.open();
    }

    /** Full name of the current run's collection in the vector store. */
    String collection() {
        return collection.orElseGet(
                () -> IngestionJobSubject.collection(job.namespace(), job.spec()));
    }

    boolean succeeded() {
        return attempts.last(run)
                .filter(
                        a ->
                                a.endedAt() != null
                                        && Integer.valueOf(0).equals(a.exitCode())
                                        && a.failureClass() == null)
                .isPresent();
    }

    /** Whether the result names points of the current run's last attempt. */
    boolean hasResultOfThisRun() {
        return attempts.last(run)
                .flatMap(AttemptLog::runId)
                .filter(id -> result.filter(r -> id.equals(r.runId())).isPresent())
                .isPresent();
    }

    /** Which of the job's points do not count. */
    StalePoints stale() {
        return IngestionLeftovers.stale(result, attempts);
    }

    /**
     * What the run before left is remembered: its checkpoints, and its points where they lie in
     * another collection.
     *
     * @param newBucket of the run that begins
     */
    void beginRun(String digest, String newBucket) {
        if (run > 0) {
            formerCollections.add(collection());
            result.map(IngestionResult::collection).ifPresent(formerCollections::add);
            formerBuckets.add(bucket.orElse(newBucket));
        }
        collection = Optional.of(IngestionJobSubject.collection(job.namespace(), job.spec()));
        formerCollections.remove(collection());
        bucket = Optional.of(newBucket);
        checkpoint = Optional.empty();
        run++;
        inputs = Optional.of(new IngestionJobStatus.Inputs(job.generation(), digest));
        attempts = attempts.newRun();
        progress = Optional.empty();
        nextAttemptAt = Optional.empty();
        advancedAt = Optional.empty();
        finishedAt = Optional.empty();
    }

    /** Something is still to come. */
    void ongoing(Phase newPhase, IngestionReason reason, String message, String waiting) {
        phase = newPhase;
        waitingOn = waiting;
        conditions
                .set(ConditionType.READY, Verdict.FALSE, reason, message)
                .set(ConditionType.RECONCILING, Verdict.TRUE, IngestionReason.IN_PROGRESS, message)
                .set(ConditionType.STALLED, Verdict.FALSE, IngestionReason.NOT_STALLED, "");
    }

    /** Nothing is to come until the user acts. */
    void stalled(Phase newPhase, IngestionReason reason, String message, String waiting) {
        phase = newPhase;
        waitingOn = waiting;
        conditions
                .set(ConditionType.READY, Verdict.FALSE, reason, message)
                .set(ConditionType.RECONCILING, Verdict.FALSE, IngestionReason.FINISHED, message)
                .set(ConditionType.STALLED, Verdict.TRUE, reason, message);
    }

    /** Nothing is to come, and nothing is wrong. */
    void resting(
            Phase newPhase, Verdict ready, IngestionReason reason, String message, String waiting) {
        phase = newPhase;
        waitingOn = waiting;
        conditions
                .set(ConditionType.READY, ready, reason, message)
                .set(ConditionType.RECONCILING, Verdict.FALSE, IngestionReason.FINISHED, message)
                .set(ConditionType.STALLED, Verdict.FALSE, IngestionReason.NOT_STALLED, "");
    }

    void announce(boolean warning, IngestionReason reason, String message) {
        actions.add(new IngestionJobAction.Announce(warning, reason.id(), message));
    }

    IngestionJobStatus build() {
        return StatusBudget.fit(
                new IngestionJobStatus(
                        job.generation(),
                        phase.id,
                        Texts.limited(waitingOn, 512),
                        conditions.build(),
                        run == 0 ? null : run,
                        inputs.orElse(null),
                        collection(),
                        bucket.orElse(null),
                        progress.orElse(null),
                        attempts.attempts().isEmpty() ? null : attempts.attempts(),
                        attempts.failures().isEmpty() ? null : attempts.failures(),
                        attempts.activeSeconds() == 0 ? null : attempts.activeSeconds(),
                        nextAttemptAt.map(Timestamps::text).orElse(null),
                        advancedAt.map(Timestamps::text).orElse(null),
                        finishedAt.map(Timestamps::text).orElse(null),
                        checkpoint.orElse(null),
                        result.orElse(null),
                        leftovers()));
    }

    private IngestionJobStatus.Leftovers leftovers() {
        if (formerCollections.isEmpty() && formerBuckets.isEmpty()) return null;
        return new IngestionJobStatus.Leftovers(newest(formerCollections), newest(formerBuckets));
    }

    private static List<String> newest(Set<String> names) {
        if (names.isEmpty()) return null;
        return names.stream().skip(Math.max(0, names.size() - FORMER_KEPT)).toList();
    }
}
