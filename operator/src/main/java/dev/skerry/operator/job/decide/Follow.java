package dev.skerry.operator.job.decide;

import dev.skerry.api.JobCondition;
import dev.skerry.api.JobReason;
import dev.skerry.api.JobSpec;
import dev.skerry.api.Progress;
import dev.skerry.api.Reason;
import dev.skerry.operator.attempt.AttemptState;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
import dev.skerry.operator.storage.LeftResult;
import java.time.Duration;
import java.util.Optional;

/**
 * An open attempt, from its record to its end: what it waits for, how far it is, whether it still
 * moves.
 */
final class Follow<S extends JobSpec, O> {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    /** An attempt that has no running program after so long is told of by an event. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    /** A pod that starts as it should is not asked about. */
    private static final Duration USUAL = Duration.ofSeconds(4);

    private final Deciding<S, O> on;
    private final Stop<S, O> stop;

    Follow(Deciding<S, O> on) {
        this.on = on;
        this.stop = new Stop<>(on);
    }

    Draft<O> follow(Draft<O> draft) {
        if (on.kind().objection(on.view(draft), on.seen(), on.inquiry()).isPresent())
            return stop.end(draft, EndReason.SUPERSEDED);
        return goOn(draft);
    }

    /** Whatever may be said against it. */
    Draft<O> goOn(Draft<O> draft) {
        var attempt = draft.state().open().orElseThrow();
        return switch (on.standing(attempt)) {
            case AttemptState.Recorded r ->
                    draft.doing(new Begin<>(on).create(draft.state(), attempt))
                            .ongoing(
                                    Phase.PENDING,
                                    waitsLong(draft) && on.seen().fault().isPresent()
                                            ? JobReason.WAITING
                                            : JobReason.STARTING,
                                    "attempt " + attempt.number() + " is being started",
                                    on.seen().fault().orElse("a pod"))
                            .wakingAfter(FIRST_LOOK);
            case AttemptState.Foreign foreign -> {
                var message =
                        "Job %1$s does not belong to this %3$s, an earlier one of its name may have left it; remove it: kubectl -n %2$s delete job/%1$s configmap/%1$s"
                                .formatted(
                                        foreign.job().name(),
                                        on.job().namespace(),
                                        on.kind().names().kind());
                yield draft.ongoing(Phase.PENDING, JobReason.WAITING, message, message)
                        .wakingAfter(LOOK_AGAIN);
            }
            case AttemptState.Ending ending -> stop.goOn(draft, ending.why());
            case AttemptState.Active active -> active(draft, active.job(), active.pod());
            case AttemptState.Over over ->
                    draft.ongoing(
                                    Phase.RUNNING,
                                    JobReason.WAITING,
                                    "the program of attempt "
                                            + over.attempt().number()
                                            + " has ended; its result cannot be read yet",
                                    "object storage: "
                                            + (new Settle<>(on).left(draft)
                                                            instanceof LeftResult.Away away
                                                    ? away.message()
                                                    : ""))
                            .wakingAfter(Duration.ofSeconds(5));
        };
    }

    private Draft<O> active(Draft<O> draft, ChildJob child, Optional<ChildPod> pod) {
        if (pod.isEmpty() || pod.get().runningSince().isEmpty()) return coming(draft, child, pod);
        var running = new Settle<>(on).ran();
        boolean ended = pod.get().finished() || pod.get().finishedAt().isPresent();
        var left =
                on.policy()
                        .activeDeadline(on.job().spec())
                        .map(d -> d.minusSeconds(draft.state().attempts().activeSeconds()))
                        .map(d -> d.minus(running));
        if (!ended && left.isPresent() && !left.get().isPositive())
            return stop.end(draft, EndReason.DEADLINE);
        var heard = on.seen().heard().filter(r -> r.podUid().equals(pod.get().uid()));
        var stall = Duration.ofSeconds(on.job().spec().stallTimeoutSeconds());
        if (!ended
                && heard.filter(h -> h.stalled(stall, on.policy().freshFor(), on.now()))
                        .isPresent()) return stop.end(draft, EndReason.HUNG);
        var next = shown(fresh(draft, heard, running), pod.get());
        var words = on.kind().words();
        var progress = next.state().progress();
        return next.ongoing(
                        Phase.RUNNING,
                        progress.map(Progress::stage)
                                .flatMap(words::reason)
                                .<Reason>map(r -> r)
                                .orElse(JobReason.STARTING),
                        progress.map(words::sentence)
                                .orElse("the program runs and has not reported yet"),
                        pod.get().deletingBy().isPresent() ? leaving(draft, pod) : "")
                .wakingAfter(
                        left.filter(d -> d.compareTo(LOOK_AGAIN) < 0)
                                .map(d -> d.plusMillis(100))
                                .orElse(LOOK_AGAIN));
    }

    private Draft<O> shown(Draft<O> draft, ChildPod pod) {
        var reports = on.seen().reports().filter(r -> r.podUid().equals(pod.uid()));
        if (reports.isEmpty()) return draft;
        var figures = on.kind().words().figures();
        var since = pod.runningSince().orElseThrow();
        return draft.with(s -> ProgressShown.take(s, reports.get(), since, figures))
                .with(s -> Checkpoints.take(s, reports.get(), on.job().places()));
    }

    /** An attempt whose pod does not run yet. */
    private Draft<O> coming(Draft<O> draft, ChildJob child, Optional<ChildPod> pod) {
        var waiting =
                pod.filter(p -> p.deletingBy().isPresent()).isPresent()
                        ? leaving(draft, pod)
                        : waitingFor(draft, child, pod);
        return draft.condition(
                        JobCondition.PROGRESS_FRESH,
                        Verdict.UNKNOWN,
                        JobReason.NOT_RUNNING,
                        "no program is running")
                .ongoing(
                        Phase.PENDING,
                        waitsLong(draft) ? JobReason.WAITING : JobReason.STARTING,
                        "attempt " + child.attempt() + " waits for its pod",
                        waiting)
                .wakingAfter(startedWithin(draft, LOOK_AGAIN) ? FIRST_LOOK : LOOK_AGAIN);
    }

    private String leaving(Draft<O> draft, Optional<ChildPod> pod) {
        return Stop.leaving(pod, draft.state().open().orElseThrow(), on.now());
    }

    private boolean waitsLong(Draft<O> draft) {
        return Timestamps.parse(draft.state().open().orElseThrow().startedAt())
                .filter(at -> at.plus(LONG).isBefore(on.now()))
                .isPresent();
    }

    private boolean startedWithin(Draft<O> draft, Duration time) {
        return Timestamps.parse(draft.state().open().orElseThrow().startedAt())
                .filter(at -> at.plus(time).isAfter(on.now()))
                .isPresent();
    }

    /**
     * Turns True with the first report that status may show, so that many programs that begin
     * together cost no more writes than their progress does.
     */
    private Draft<O> fresh(Draft<O> draft, Optional<ReportHistory> heard, Duration running) {
        var allowed = on.policy().freshFor();
        boolean fresh = heard.filter(h -> h.fresh(allowed, on.now())).isPresent();
        boolean shown = on.seen().reports().isPresent();
        if (fresh
                && (shown
                        || draft.telling()
                                .conditions()
                                .was(JobCondition.PROGRESS_FRESH, Verdict.TRUE)))
            return draft.condition(
                    JobCondition.PROGRESS_FRESH, Verdict.TRUE, JobReason.REPORTING, "");
        if (!fresh && (heard.isPresent() || running.compareTo(allowed) > 0))
            return draft.condition(
                    JobCondition.PROGRESS_FRESH,
                    Verdict.FALSE,
                    JobReason.REPORTS_LATE,
                    "no report for more than " + allowed.toSeconds() + " s");
        return draft;
    }

    private String waitingFor(Draft<O> draft, ChildJob child, Optional<ChildPod> pod) {
        if (child.suspended())
            return obstacle(child, Optional.empty())
                    .orElse("the queue to admit Job " + child.name());
        var said = pod.flatMap(ChildPod::waiting);
        if (said.isPresent()) return said.get();
        var obstacle =
                startedWithin(draft, USUAL)
                        ? Optional.<String>empty()
                        : obstacle(child, pod.map(ChildPod::name));
        return obstacle.orElseGet(
                () ->
                        pod.map(p -> "pod " + p.name() + " to start")
                                .orElse("a pod of Job " + child.name()));
    }

    private Optional<String> obstacle(ChildJob child, Optional<String> pod) {
        return child.deleting()
                ? Optional.empty()
                : on.inquiry().ask(new Question.Obstacle(child.name(), pod));
    }
}
