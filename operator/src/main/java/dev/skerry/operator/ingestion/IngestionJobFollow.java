package dev.skerry.operator.ingestion;

import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionReason;
import dev.skerry.api.Progress;
import dev.skerry.operator.attempt.AttemptState;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
import dev.skerry.operator.storage.LeftResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An open attempt, from its record to its end: what it waits for, how far it is, whether it still
 * moves.
 */
final class IngestionJobFollow {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    /** An attempt that has no running program after so long is told of by an event. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    private IngestionJobFollow() {}

    static IngestionJobPlan follow(
            IngestionJobDraft draft, IngestionJobObservation seen, IngestionJobPolicy policy) {
        var attempt = draft.open().orElseThrow();
        if (seen.claim().isPresent())
            return IngestionJobStop.end(draft, seen, EndReason.SUPERSEDED);
        var child = seen.job(attempt.run(), attempt.number());
        return switch (AttemptState.of(attempt, child, seen.pod(), seen.now())) {
            case AttemptState.Recorded r -> {
                draft.actions.add(IngestionJobStart.create(draft, seen, attempt));
                draft.ongoing(
                        Phase.PENDING,
                        waitsLong(draft) && seen.fault().isPresent()
                                ? IngestionReason.WAITING
                                : IngestionReason.STARTING,
                        "attempt " + attempt.number() + " is being started",
                        seen.fault().orElse("a pod"));
                yield IngestionJobPlan.of(draft, Duration.ofSeconds(5));
            }
            case AttemptState.Foreign foreign -> {
                var message =
                        "Job %1$s does not belong to this IngestionJob, an earlier one of its name may have left it; remove it: kubectl -n %2$s delete job/%1$s configmap/%1$s"
                                .formatted(foreign.job().name(), draft.job.namespace());
                draft.ongoing(Phase.PENDING, IngestionReason.WAITING, message, message);
                yield IngestionJobPlan.of(draft, LOOK_AGAIN);
            }
            case AttemptState.Ending ending -> IngestionJobStop.goOn(draft, seen, ending.why());
            case AttemptState.Active active ->
                    active(draft, seen, active.job(), active.pod(), policy);
            case AttemptState.Over over -> {
                var message =
                        seen.leftResult() instanceof LeftResult.Away away ? away.message() : "";
                draft.ongoing(
                        Phase.RUNNING,
                        IngestionReason.WAITING,
                        "the program of attempt "
                                + over.attempt().number()
                                + " has ended; its result cannot be read yet",
                        "object storage: " + message);
                yield IngestionJobPlan.of(draft, Duration.ofSeconds(5));
            }
        };
    }

    private static IngestionJobPlan active(
            IngestionJobDraft draft,
            IngestionJobObservation seen,
            ChildJob child,
            Optional<ChildPod> pod,
            IngestionJobPolicy policy) {
        if (pod.isEmpty() || pod.get().runningSince().isEmpty()) {
            notRunning(draft);
            var waiting =
                    pod.filter(p -> p.deletingBy().isPresent()).isPresent()
                            ? IngestionJobStop.leaving(pod, draft.open().orElseThrow(), seen.now())
                            : waitingFor(seen, child, pod);
            draft.ongoing(
                    Phase.PENDING,
                    waitsLong(draft) ? IngestionReason.WAITING : IngestionReason.STARTING,
                    "attempt " + child.attempt() + " waits for its pod",
                    waiting);
            return IngestionJobPlan.of(draft, soonAfter(draft) ? FIRST_LOOK : LOOK_AGAIN);
        }
        var running = IngestionAttempts.ran(seen);
        boolean ended = pod.get().finished() || pod.get().finishedAt().isPresent();
        var deadline = policy.activeDeadline(draft.job.spec());
        if (!ended && deadline.isPresent() && !left(draft, running, deadline.get()).isPositive()) {
            return IngestionJobStop.end(draft, seen, EndReason.DEADLINE);
        }
        var heard = seen.heard().filter(r -> r.podUid().equals(pod.get().uid()));
        var stall =
                Duration.ofSeconds(
                        Optional.ofNullable(draft.job.spec().stallTimeoutSeconds()).orElse(600));
        if (!ended
                && heard.isPresent()
                && heard.get().stalled(stall, policy.freshFor(), seen.now())) {
            return IngestionJobStop.end(draft, seen, EndReason.HUNG);
        }
        var shown = seen.reports().filter(r -> r.podUid().equals(pod.get().uid()));
        fresh(draft, heard, shown, running, policy, seen.now());
        shown.ifPresent(r -> IngestionProgress.take(draft, r, pod.get().runningSince().get()));
        var stage = draft.progress.map(Progress::stage).orElse("");
        draft.ongoing(
                Phase.RUNNING,
                IngestionProgress.reason(stage),
                IngestionProgress.sentence(draft.progress),
                pod.get().deletingBy().isPresent()
                        ? IngestionJobStop.leaving(pod, draft.open().orElseThrow(), seen.now())
                        : "");
        var wake = LOOK_AGAIN;
        if (deadline.isPresent()) {
            var left = left(draft, running, deadline.get());
            if (left.compareTo(wake) < 0) wake = left.plusMillis(100);
        }
        return IngestionJobPlan.of(draft, wake);
    }

    private static Duration left(
            IngestionJobDraft draft, Duration running, Duration activeDeadline) {
        return activeDeadline.minusSeconds(draft.attempts.activeSeconds()).minus(running);
    }

    private static boolean waitsLong(IngestionJobDraft draft) {
        return Timestamps.parse(draft.open().orElseThrow().startedAt())
                .filter(at -> at.plus(LONG).isBefore(draft.now))
                .isPresent();
    }

    private static boolean soonAfter(IngestionJobDraft draft) {
        return Timestamps.parse(draft.open().orElseThrow().startedAt())
                .filter(at -> at.plus(LOOK_AGAIN).isAfter(draft.now))
                .isPresent();
    }

    /**
     * Turns True with the first report that status may show, so that many programs that begin
     * together cost no more writes than their progress does.
     */
    private static void fresh(
            IngestionJobDraft draft,
            Optional<ReportHistory> heard,
            Optional<ReportHistory> shown,
            Duration running,
            IngestionJobPolicy policy,
            Instant now) {
        boolean fresh = heard.filter(h -> h.fresh(policy.freshFor(), now)).isPresent();
        if (fresh
                && (shown.isPresent()
                        || draft.conditions.is(ConditionType.PROGRESS_FRESH, Verdict.TRUE))) {
            draft.conditions.set(
                    ConditionType.PROGRESS_FRESH, Verdict.TRUE, IngestionReason.REPORTING, "");
        } else if (!fresh && (heard.isPresent() || running.compareTo(policy.freshFor()) > 0)) {
            draft.conditions.set(
                    ConditionType.PROGRESS_FRESH,
                    Verdict.FALSE,
                    IngestionReason.REPORTS_LATE,
                    "no report for more than " + policy.freshFor().toSeconds() + " s");
        }
    }

    private static void notRunning(IngestionJobDraft draft) {
        draft.conditions.set(
                ConditionType.PROGRESS_FRESH,
                Verdict.UNKNOWN,
                IngestionReason.NOT_RUNNING,
                "no program is running");
    }

    private static String waitingFor(
            IngestionJobObservation seen, ChildJob child, Optional<ChildPod> pod) {
        if (child.suspended())
            return seen.obstacle().orElse("the queue to admit Job " + child.name());
        return pod.flatMap(ChildPod::waiting)
                .or(seen::obstacle)
                .orElse(
                        pod.isPresent()
                                ? "pod " + pod.get().name() + " to start"
                                : "a pod of Job " + child.name());
    }
}
