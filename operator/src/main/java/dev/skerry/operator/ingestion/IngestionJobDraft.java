package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionReason;
import dev.skerry.api.IngestionResult;
import dev.skerry.api.Progress;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.status.Conditions;
import dev.skerry.operator.status.Texts;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    Optional<IngestionResult> result;
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
        inputs = status.map(IngestionJobStatus::inputs);
        progress = status.map(IngestionJobStatus::progress);
        nextAttemptAt = status.map(IngestionJobStatus::nextAttemptAt).flatMap(Timestamps::parse);
        advancedAt = status.map(IngestionJobStatus::advancedAt).flatMap(Timestamps::parse);
        finishedAt = status.map(IngestionJobStatus::finishedAt).flatMap(Timestamps::parse);
        result = status.map(IngestionJobStatus::result);
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

    /** Full name of the collection in the vector store. */
    String collection() {
        return IngestionJobSubject.collection(job.namespace(), job.spec());
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
        var last = attempts.last(run);
        if (last.isEmpty() || result.isEmpty()) return false;
        return "r%d-a%d-%s"
                .formatted(run, last.get().number(), last.get().podUid())
                .equals(result.get().runId());
    }

    void beginRun(String digest) {
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
        return new IngestionJobStatus(
                job.generation(),
                phase.id,
                Texts.limited(waitingOn, 512),
                conditions.build(),
                run == 0 ? null : run,
                inputs.orElse(null),
                collection(),
                progress.orElse(null),
                attempts.attempts().isEmpty() ? null : attempts.attempts(),
                attempts.failures().isEmpty() ? null : attempts.failures(),
                attempts.activeSeconds() == 0 ? null : attempts.activeSeconds(),
                nextAttemptAt.map(Timestamps::text).orElse(null),
                advancedAt.map(Timestamps::text).orElse(null),
                finishedAt.map(Timestamps::text).orElse(null),
                result.orElse(null));
    }
}
