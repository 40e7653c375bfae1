package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionReason;
import dev.skerry.api.Progress;
import dev.skerry.operator.attempt.AttemptState;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.attempt.Ending;
import dev.skerry.operator.attempt.Outcome;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
import dev.skerry.operator.storage.LeftResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Takes in what became of the open attempt, and how long its program has run. */
final class IngestionAttempts {
    /** A program that was heard of runs on for at least about so long. */
    private static final Duration AFTER_ITS_LAST_SIGN = Duration.ofSeconds(60);

    private IngestionAttempts() {}

    static void settle(IngestionJobDraft draft, IngestionJobObservation seen) {
        if (draft.open().isEmpty()) return;
        var attempt = draft.open().get();
        var child = seen.job(attempt.run(), attempt.number());
        var ours = child.filter(ChildJob::ours);
        draft.attempts = draft.attempts.seen(ours, seen.pod(), lastSign(draft, seen));
        IngestionResults.take(draft, seen);
        var state = AttemptState.of(draft.open().get(), child, seen.pod(), seen.now());
        if (!(state instanceof AttemptState.Over over)) return;
        var outcome = over.outcome();
        if (outcome instanceof Outcome.Succeeded && !draft.hasResultOfThisRun()) {
            if (seen.leftResult() instanceof LeftResult.Away) return;
            outcome = stoppedAsAsked(attempt, outcome).orElse(outcome);
        }
        // its last report may not have been shown yet
        seen.heard().ifPresent(history -> IngestionCheckpoints.take(draft, history));
        draft.attempts = draft.attempts.close(outcome, earlier(ended(seen), outcome.at()));
        draft.conditions.set(
                ConditionType.PROGRESS_FRESH,
                Verdict.UNKNOWN,
                IngestionReason.NOT_RUNNING,
                "no program is running");
        announce(draft, attempt, outcome);
    }

    /** A program that was asked to stop and exits well has stopped, not succeeded. */
    private static Optional<Outcome> stoppedAsAsked(Attempt attempt, Outcome outcome) {
        return Ending.ofId(attempt.failureClass())
                .map(ending -> new Outcome.Stopped(ending, outcome.at()));
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
                            "%s ended: %s".formatted(which, s.ending().id()));
            case Outcome.Removed r ->
                    draft.announce(
                            true,
                            IngestionReason.ATTEMPT_REMOVED,
                            "the Job of %s was removed by somebody else".formatted(which));
        }
    }
}
