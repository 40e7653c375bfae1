package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionReason;
import dev.skerry.api.Progress;
import dev.skerry.operator.attempt.AttemptState;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.attempt.Ending;
import dev.skerry.operator.ingestion.IngestionJobAction.CreateAttempt;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteJob;
import dev.skerry.operator.ingestion.IngestionJobDraft.Phase;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
import dev.skerry.operator.storage.LeftResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An open attempt, from its record to its end: what it waits for, how far it is, whether it still
 * moves.
 */
final class IngestionJobFollow {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
    private static final int ETA_FROM_PERCENT = 5;

    private IngestionJobFollow() {}

    static IngestionJobPlan follow(
            IngestionJobDraft draft, IngestionJobObservation seen, IngestionJobPolicy policy) {
        var attempt = draft.open().orElseThrow();
        var child = seen.job(attempt.run(), attempt.number());
        return switch (AttemptState.of(attempt, child, seen.pod(), seen.now())) {
            case AttemptState.Recorded r -> {
                draft.actions.add(new CreateAttempt(attempt.run(), attempt.number()));
                draft.ongoing(
                        Phase.PENDING,
                        IngestionReason.STARTING,
                        "attempt " + attempt.number() + " is being started",
                        seen.fault().orElse("a pod"));
                yield IngestionJobPlan.of(draft, Duration.ofSeconds(5));
            }
            case AttemptState.Foreign foreign -> {
                var message = "Job " + foreign.job().name() + " is not ours; rename or delete it";
                draft.ongoing(Phase.PENDING, IngestionReason.WAITING, message, message);
                yield IngestionJobPlan.of(draft, LOOK_AGAIN);
            }
            case AttemptState.Ending ending -> {
                ending.job()
                        .filter(j -> !j.deleting())
                        .ifPresent(j -> draft.actions.add(new DeleteJob(j.name(), j.uid())));
                draft.ongoing(
                        Phase.RUNNING,
                        IngestionReason.ENDING,
                        "attempt " + attempt.number() + " is being ended: " + ending.why().id(),
                        leaving(seen.pod(), attempt));
                yield IngestionJobPlan.of(draft, Duration.ofSeconds(2));
            }
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
            draft.ongoing(
                    Phase.PENDING,
                    IngestionReason.STARTING,
                    "attempt " + child.attempt() + " waits for its pod",
                    waitingFor(child, pod));
            return IngestionJobPlan.of(draft, LOOK_AGAIN);
        }
        var running = ran(seen, seen.now());
        boolean ended = pod.get().finished();
        var deadline = Optional.ofNullable(draft.job.spec().activeDeadlineSeconds());
        if (!ended
                && deadline.isPresent()
                && draft.attempts.activeSeconds() + running.toSeconds() >= deadline.get()) {
            return IngestionJobPlan.end(draft, seen, Ending.DEADLINE);
        }
        var heard = seen.heard().filter(r -> r.podUid().equals(pod.get().uid()));
        var stall =
                Duration.ofSeconds(
                        Optional.ofNullable(draft.job.spec().stallTimeoutSeconds()).orElse(600));
        if (!ended
                && heard.isPresent()
                && heard.get().stalled(stall, policy.freshFor(), seen.now())) {
            return IngestionJobPlan.end(draft, seen, Ending.HUNG);
        }
        fresh(draft, heard, running, policy, seen.now());
        var shown = seen.reports().filter(r -> r.podUid().equals(pod.get().uid()));
        shown.ifPresent(r -> takeProgress(draft, r, pod.get().runningSince().get()));
        var stage = draft.progress.map(Progress::stage).orElse("");
        draft.ongoing(Phase.RUNNING, reason(stage), sentence(draft.progress), "");
        var wake = LOOK_AGAIN;
        if (deadline.isPresent()) {
            var left =
                    Duration.ofSeconds(deadline.get() - draft.attempts.activeSeconds())
                            .minus(running);
            if (left.compareTo(wake) < 0) wake = left.plusMillis(100);
        }
        return IngestionJobPlan.of(draft, wake);
    }

    private static void fresh(
            IngestionJobDraft draft,
            Optional<ReportHistory> reports,
            Duration running,
            IngestionJobPolicy policy,
            Instant now) {
        if (reports.isPresent() && reports.get().fresh(policy.freshFor(), now)) {
            draft.conditions.set(
                    ConditionType.PROGRESS_FRESH, Verdict.TRUE, IngestionReason.REPORTING, "");
        } else if (reports.isPresent() || running.compareTo(policy.freshFor()) > 0) {
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

    /** Percent never falls within an attempt, whatever a program says. */
    private static void takeProgress(
            IngestionJobDraft draft, ReportHistory history, Instant runningSince) {
        var report = history.latest();
        int percent =
                Math.max(
                        report.percent() == null ? 0 : report.percent(),
                        draft.progress.map(Progress::percent).orElse(0));
        var running = Duration.between(runningSince, history.latestAt()).toSeconds();
        Long eta =
                percent < ETA_FROM_PERCENT || percent >= 100
                        ? null
                        : Math.max(0, running * (100 - percent) / percent);
        draft.progress =
                Optional.of(
                        new Progress(
                                report.stage(),
                                percent,
                                eta,
                                report.counters(),
                                report.metrics(),
                                Timestamps.text(history.latestAt())));
        draft.advancedAt = Optional.of(history.movedAt());
    }

    /**
     * How long the program of the open attempt ran until {@code end}, or until its own end before
     * that.
     */
    static Duration ran(IngestionJobObservation seen, Instant end) {
        if (seen.pod().isEmpty() || seen.pod().get().runningSince().isEmpty()) return Duration.ZERO;
        var pod = seen.pod().get();
        var until = pod.finishedAt().filter(end::isAfter).orElse(end);
        var ran = Duration.between(pod.runningSince().get(), until);
        return ran.isNegative() ? Duration.ZERO : ran;
    }

    private static String waitingFor(ChildJob child, Optional<ChildPod> pod) {
        if (child.suspended()) return "the queue to admit Job " + child.name();
        return pod.flatMap(ChildPod::waiting)
                .orElse(
                        pod.isPresent()
                                ? "pod " + pod.get().name() + " to start"
                                : "a pod of Job " + child.name());
    }

    private static String leaving(Optional<ChildPod> pod, Attempt attempt) {
        if (pod.isEmpty()) return "Job of attempt " + attempt.number() + " to be removed";
        if (pod.get().phase() == ChildPod.Phase.UNKNOWN && pod.get().node().isPresent()) {
            return "node "
                    + pod.get().node().get()
                    + " does not answer; delete the Node or force-delete pod "
                    + pod.get().name();
        }
        return "pod " + pod.get().name() + " to end";
    }

    private static IngestionReason reason(String stage) {
        return switch (stage) {
            case "Fetch" -> IngestionReason.FETCHING;
            case "Parse" -> IngestionReason.PARSING;
            case "Resolve" -> IngestionReason.RESOLVING;
            case "Graph" -> IngestionReason.BUILDING_GRAPH;
            case "Embed" -> IngestionReason.EMBEDDING;
            case "Publish" -> IngestionReason.PUBLISHING;
            default -> IngestionReason.STARTING;
        };
    }

    private static String sentence(Optional<Progress> progress) {
        if (progress.isEmpty()) return "the program runs and has not reported yet";
        var counters = Optional.ofNullable(progress.get().counters()).orElse(Map.of());
        var metrics = Optional.ofNullable(progress.get().metrics()).orElse(Map.of());
        return switch (Optional.ofNullable(progress.get().stage()).orElse("")) {
            case "Parse" ->
                    "%d of %d files"
                            .formatted(
                                    counters.getOrDefault("files", 0L),
                                    counters.getOrDefault("filesTotal", 0L));
            case "Embed" ->
                    "epoch %s of %s, loss %s"
                            .formatted(
                                    metrics.getOrDefault("epoch", "0"),
                                    metrics.getOrDefault("epochs", "?"),
                                    metrics.getOrDefault("loss", "?"));
            case "Publish" ->
                    "%d of %d points"
                            .formatted(
                                    counters.getOrDefault("points", 0L),
                                    counters.getOrDefault("pointsTotal", 0L));
            default ->
                    "%d %%"
                            .formatted(
                                    progress.get().percent() == null
                                            ? 0
                                            : progress.get().percent());
        };
    }
}
