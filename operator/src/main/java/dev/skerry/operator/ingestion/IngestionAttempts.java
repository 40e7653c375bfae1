package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionReason;
import dev.skerry.api.Progress;
import dev.skerry.api.wire.FailureClass;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.attempt.AttemptState;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.attempt.Outcome;
import dev.skerry.operator.ingestion.IngestionJobAction.Child;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveChildren;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
import dev.skerry.operator.storage.LeftResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Takes in what became of the open attempt, and how long its program has run. */
final class IngestionAttempts {
    /** A program that was heard of runs on for at least about so long. */
    private static final Duration AFTER_ITS_LAST_SIGN = Duration.ofSeconds(60);

    private IngestionAttempts() {}

    /**
     * Children are looked at before a status is believed: where one still runs that status does not
     * know, status was lost and the program was not.
     */
    static AttemptLog known(AttemptLog recorded, List<ChildJob> jobs, Instant now) {
        if (recorded.open().isPresent()) return recorded;
        return jobs.stream()
                .filter(j -> j.ours() && !j.deleting() && j.state() == ChildJob.State.ACTIVE)
                .filter(j -> recorded.last().filter(a -> !isBefore(a, j)).isEmpty())
                .max(Comparator.comparingInt(ChildJob::run).thenComparingInt(ChildJob::attempt))
                .map(j -> recorded.adopt(j, now))
                .orElse(recorded);
    }

    private static boolean isBefore(Attempt attempt, ChildJob job) {
        return attempt.run() < job.run()
                || attempt.run() == job.run() && attempt.number() < job.attempt();
    }

    /** Makes the attempt that still runs the open one, for the spec as it is now. */
    static void adopt(IngestionJobDraft draft, IngestionJobObservation seen) {
        var known = known(draft.attempts, seen.jobs(), seen.now());
        if (known == draft.attempts) return;
        draft.attempts = known;
        draft.run = known.last().orElseThrow().run();
        draft.finishedAt = Optional.empty();
        draft.failure = Optional.empty();
        if (draft.inputs.isEmpty())
            draft.inputs =
                    Optional.of(
                            new IngestionJobStatus.Inputs(
                                    draft.job.generation(),
                                    IngestionInputs.digest(draft.job.spec()),
                                    IngestionInputs.whole(draft.job.spec())));
    }

    static void settle(IngestionJobDraft draft, IngestionJobObservation seen) {
        if (draft.open().isEmpty()) return;
        var attempt = draft.open().get();
        var child = seen.job(attempt.run(), attempt.number());
        var ours = child.filter(ChildJob::ours);
        draft.attempts = draft.attempts.seen(ours, seen.pod(), lastSign(draft, seen));
        IngestionResults.take(draft, seen);
        var state = AttemptState.of(draft.open().get(), child, seen.pod(), seen.now());
        if (state instanceof AttemptState.Recorded && seen.refusal().isPresent()) {
            close(draft, seen, refused(seen.refusal().get(), seen.now()));
            return;
        }
        if (!(state instanceof AttemptState.Over over)) return;
        if (!draft.hasResultOfThisRun() && seen.leftResult() instanceof LeftResult.Away) return;
        close(draft, seen, verdict(draft, over.outcome()));
    }

    /** The API server will never take this Job: only another spec can help. */
    private static Outcome refused(String message, Instant now) {
        return new Outcome.Failed(FailureClass.CONFIG, Optional.empty(), message, now);
    }

    /**
     * A result ends the run: an attempt whose own result stands has succeeded, whatever its exit.
     */
    private static Outcome verdict(IngestionJobDraft draft, Outcome outcome) {
        if (draft.hasResultOfThisRun())
            return new Outcome.Succeeded(outcome.at(), outcome.exitCode());
        if (!(outcome instanceof Outcome.Succeeded)) return outcome;
        return EndReason.ofId(draft.open().orElseThrow().ending())
                .<Outcome>map(ending -> new Outcome.Stopped(ending, outcome.at()))
                .orElseGet(
                        () ->
                                new Outcome.Failed(
                                        FailureClass.APP,
                                        outcome.exitCode(),
                                        "the program ended well but left no result; see its log",
                                        outcome.at()));
    }

    private static void close(
            IngestionJobDraft draft, IngestionJobObservation seen, Outcome outcome) {
        var attempt = draft.open().orElseThrow();
        // its last report may not have been shown yet
        seen.heard().ifPresent(history -> IngestionCheckpoints.take(draft, history));
        draft.attempts = draft.attempts.close(outcome, earlier(ended(seen), outcome.at()));
        if (outcome instanceof Outcome.Removed)
            draft.actions.add(
                    new RemoveChildren(
                            List.of(
                                    new Child(
                                            draft.job.child(attempt.run(), attempt.number()),
                                            Optional.empty()))));
        draft.conditions.set(
                ConditionType.PROGRESS_FRESH,
                Verdict.UNKNOWN,
                IngestionReason.NOT_RUNNING,
                "no program is running");
        announce(draft, attempt, outcome);
    }

    /** How long the program of the open attempt has run until now, or until its own end. */
    static Duration ran(IngestionJobObservation seen) {
        if (seen.pod().flatMap(ChildPod::runningSince).isEmpty()) return Duration.ZERO;
        var ran = Duration.between(seen.pod().get().runningSince().get(), ended(seen));
        return ran.isNegative() ? Duration.ZERO : ran;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant ended(IngestionJobObservation seen) {
        return seen.pod()
                .flatMap(ChildPod::finishedAt)
                .filter(seen.now()::isAfter)
                .orElse(seen.now());
    }

    /**
     * When a pod that has gone is taken to have ended: now, for we are told at once; but an
     * operator that was away must not count its own absence as the program's time.
     */
    private static Instant lastSign(IngestionJobDraft draft, IngestionJobObservation seen) {
        var attempt = draft.open().orElseThrow();
        var since = Timestamps.parse(attempt.runningSince());
        var heard =
                draft.progress
                        .map(Progress::observedAt)
                        .flatMap(Timestamps::parse)
                        .filter(at -> since.filter(s -> !s.isAfter(at)).isPresent());
        var asked = Timestamps.parse(attempt.endingSince());
        var until = seen.now();
        for (var sign : new Instant[] {heard.orElse(until), asked.orElse(until)}) {
            var latest = sign.plus(AFTER_ITS_LAST_SIGN);
            if (latest.isBefore(until)) until = latest;
        }
        return until;
    }

    private static void announce(IngestionJobDraft draft, Attempt attempt, Outcome outcome) {
        var which = "attempt %d of run %d".formatted(attempt.number(), attempt.run());
        switch (outcome) {
            case Outcome.Succeeded s -> {}
            case Outcome.Failed f ->
                    draft.announce(
                            true,
                            IngestionReason.FAILED,
                            "%s failed: %s: %s"
                                    .formatted(which, f.failureClass().id(), f.message()));
            case Outcome.Stopped s ->
                    draft.announce(
                            false,
                            IngestionReason.ENDING,
                            "%s ended: %s".formatted(which, s.reason().id()));
            case Outcome.Removed r ->
                    draft.announce(
                            true,
                            IngestionReason.ATTEMPT_REMOVED,
                            "the Job of %s was removed by somebody else".formatted(which));
        }
    }
}
