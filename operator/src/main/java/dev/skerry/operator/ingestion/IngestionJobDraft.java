package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.ConditionType;
import dev.skerry.api.Failure;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionReason;
import dev.skerry.api.IngestionResult;
import dev.skerry.api.Progress;
import dev.skerry.api.SavedCheckpoint;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.status.Conditions;
import dev.skerry.operator.status.Texts;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
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
    static final int FORMER_KEPT = 8;

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
    Optional<Failure> failure;
    Optional<Instant> removingSince;
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
                        status.map(ActiveSeconds::ofEndedPrograms).orElse(null));
        run = status.map(IngestionJobStatus::run).orElse(0);
        collection = status.filter(s -> run > 0).map(IngestionJobStatus::collection);
        bucket = status.map(IngestionJobStatus::bucket);
        inputs = status.map(IngestionJobStatus::inputs);
        progress = status.map(IngestionJobStatus::progress);
        nextAttemptAt = status.map(IngestionJobStatus::nextAttemptAt).flatMap(Timestamps::parse);
        advancedAt = status.map(IngestionJobStatus::advancedAt).flatMap(Timestamps::parse);
        finishedAt = status.map(IngestionJobStatus::finishedAt).flatMap(Timestamps::parse);
        failure = status.map(IngestionJobStatus::failure);
        removingSince = status.map(IngestionJobStatus::removingSince).flatMap(Timestamps::parse);
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
        return attempts.succeeded(run);
    }

    /** Whether the result names points of the current run's last attempt. */
    boolean hasResultOfThisRun() {
        return attempts.last(run)
                .flatMap(AttemptLog::runId)
                .filter(id -> result.filter(r -> id.equals(r.runId())).isPresent())
                .isPresent();
    }

    /**
     * What the run before left is remembered: its checkpoints, and its points where they lie in
     * another collection.
     *
     * @param newBucket of the run that begins
     * @param highestRun of the Jobs that are there, whatever status has lost
     */
    void beginRun(String digest, String newBucket, int highestRun) {
        if (run > 0) {
            rememberCollection(collection());
            result.map(IngestionResult::collection).ifPresent(this::rememberCollection);
            rememberBucket(bucket.orElse(newBucket));
        }
        collection = Optional.of(IngestionJobSubject.collection(job.namespace(), job.spec()));
        formerCollections.remove(collection());
        bucket = Optional.of(newBucket);
        checkpoint = Optional.empty();
        run = Math.max(run, highestRun) + 1;
        inputs = Optional.of(new IngestionJobStatus.Inputs(job.generation(), digest, null));
        attempts = attempts.withFreshBudgets();
        progress = Optional.empty();
        nextAttemptAt = Optional.empty();
        advancedAt = Optional.empty();
        finishedAt = Optional.empty();
        failure = Optional.empty();
    }

    /** Whether anything is to be done besides telling. */
    boolean isActing() {
        return actions.stream().anyMatch(a -> !(a instanceof IngestionJobAction.Announce));
    }

    /** Points that do not count may lie there; status says so until none do. */
    void rememberCollection(String name) {
        if (remember(formerCollections, name))
            announce(
                    true,
                    IngestionReason.SWEEPING,
                    "too many former collections to remember all: points of this job may stay in one of them; filter by run_id, or delete them by job_uid "
                            + job.uid());
    }

    /** Checkpoints and reports of ended runs may lie there; status says so until none do. */
    void rememberBucket(String name) {
        if (remember(formerBuckets, name))
            announce(
                    true,
                    IngestionReason.SWEEPING,
                    "too many former buckets to remember all: checkpoints may stay below checkpoints/%s/%s/ in one of them"
                            .formatted(job.namespace(), job.uid()));
    }

    private static boolean remember(Set<String> names, String name) {
        names.add(name);
        if (names.size() <= FORMER_KEPT) return false;
        names.remove(names.iterator().next());
        return true;
    }

    /** The run that failed goes on at once, from its checkpoint, with all its budgets. */
    void goOn() {
        attempts = attempts.withFreshBudgets();
        nextAttemptAt = Optional.of(now);
        finishedAt = Optional.empty();
        failure = Optional.empty();
    }

    /** The spec's generation was looked at; what it asks for is as before. */
    void observedInputs() {
        inputs =
                inputs.map(
                        i -> new IngestionJobStatus.Inputs(job.generation(), i.digest(), i.spec()));
    }

    /** Whether somebody else has just ended the run by removing its attempt's Job. */
    boolean removedNow() {
        return open().isEmpty()
                && finishedAt.isEmpty()
                && job.status()
                        .flatMap(s -> AttemptLog.of(s.attempts(), null, null).open())
                        .isPresent()
                && attempts.last(run)
                        .map(Attempt::ending)
                        .filter(EndReason.REMOVED.id()::equals)
                        .isPresent();
    }

    /** Records the whole spec as what the attempt that begins now is tried with. */
    void triedWith(String fingerprint) {
        inputs =
                inputs.map(
                        i ->
                                new IngestionJobStatus.Inputs(
                                        i.generation(), i.digest(), fingerprint));
    }

    /** Something is still to come. */
    void ongoing(Phase newPhase, IngestionReason reason, String message, String waiting) {
        if (reason == IngestionReason.WAITING) announceOnce(reason, waiting);
        phase = newPhase;
        waitingOn = waiting;
        conditions
                .set(ConditionType.READY, Verdict.FALSE, reason, message)
                .set(ConditionType.RECONCILING, Verdict.TRUE, IngestionReason.IN_PROGRESS, message)
                .set(ConditionType.STALLED, Verdict.FALSE, IngestionReason.NOT_STALLED, "");
    }

    /** Nothing is to come until the user acts. */
    void stalled(Phase newPhase, IngestionReason reason, String message, String waiting) {
        announceOnce(reason, message);
        phase = newPhase;
        waitingOn = waiting;
        conditions
                .set(ConditionType.READY, Verdict.FALSE, reason, message)
                .set(
                        ConditionType.RECONCILING,
                        Verdict.FALSE,
                        newPhase == Phase.FAILED ? IngestionReason.FINISHED : reason,
                        message)
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

    /** Told when Ready takes this reason, and again where a spec is wrong in another way. */
    private void announceOnce(IngestionReason reason, String message) {
        boolean told =
                reason == IngestionReason.INVALID
                        ? conditions.said(ConditionType.READY, reason, message)
                        : conditions.had(ConditionType.READY, reason);
        if (!told) announce(true, reason, message);
    }

    IngestionJobStatus build() {
        long seconds = attempts.activeSeconds() + ActiveSeconds.shown(open(), progress);
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
                        seconds == 0 ? null : seconds,
                        nextAttemptAt.map(Timestamps::text).orElse(null),
                        advancedAt.map(Timestamps::text).orElse(null),
                        finishedAt.map(Timestamps::text).orElse(null),
                        failure.orElse(null),
                        removingSince.map(Timestamps::text).orElse(null),
                        checkpoint.orElse(null),
                        result.orElse(null),
                        leftovers()));
    }

    private IngestionJobStatus.Leftovers leftovers() {
        if (formerCollections.isEmpty() && formerBuckets.isEmpty()) return null;
        return new IngestionJobStatus.Leftovers(
                formerCollections.isEmpty() ? null : List.copyOf(formerCollections),
                formerBuckets.isEmpty() ? null : List.copyOf(formerBuckets));
    }
}
