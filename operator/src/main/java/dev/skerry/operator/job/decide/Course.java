package dev.skerry.operator.job.decide;

import dev.skerry.api.Attempt;
import dev.skerry.api.Inputs;
import dev.skerry.api.JobCondition;
import dev.skerry.api.JobReason;
import dev.skerry.api.JobSpec;
import dev.skerry.api.wire.FailureClass;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.attempt.Budget;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.job.decide.JobAction.AddFinalizer;
import dev.skerry.operator.job.decide.JobAction.RemoveFinalizer;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The way of a job whose open attempt has been settled. */
final class Course<S extends JobSpec, O> {
    private final Deciding<S, O> on;
    private final Leftovers<S, O> leftovers;
    private final Finish<S, O> finish;
    private final Stop<S, O> stop;

    Course(Deciding<S, O> on) {
        this.on = on;
        this.leftovers = new Leftovers<>(on);
        this.finish = new Finish<>(on);
        this.stop = new Stop<>(on);
    }

    Draft<O> next(Draft<O> settled) {
        if (on.job().deletingSince().isPresent()) return new Leave<>(on).leave(settled);
        var draft = leftovers.removeOldChildren(held(settled));
        var problems = SpecProblems.of(on.kind(), on.job().spec(), on.policy());
        if (!problems.isEmpty()) return refuse(draft, String.join("; ", problems));
        draft = draft.condition(JobCondition.ACCEPTED, Verdict.TRUE, JobReason.VALID, "");
        var digest = RunInputs.digest(on.job().spec());
        if (RunInputs.startNewRun(draft.state().inputs(), on.job().generation(), digest)) {
            if (draft.state().open().isPresent()) return stop.end(draft, EndReason.SUPERSEDED);
            draft = newRun(draft, digest);
        }
        draft =
                draft.with(
                        s ->
                                s.withInputs(
                                        s.inputs()
                                                .map(
                                                        i ->
                                                                i.withGeneration(
                                                                        on.job().generation()))));
        if (draft.state().finishedAt().isPresent()) {
            if (!RunInputs.goesOn(draft.state(), on.kind(), on.job().spec()))
                return finish.keep(draft);
            draft = draft.with(s -> s.revived(on.now()));
        }
        if (draft.state().open().isEmpty() && draft.state().succeeded()) return finish.sweep(draft);
        if (removedNow(draft.state())) return finish.finish(draft);
        if (on.job().suspended()) return suspend(draft);
        return draft.state().open().isPresent()
                ? new Follow<>(on).follow(draft)
                : afterwards(draft);
    }

    private Draft<O> held(Draft<O> draft) {
        boolean wanted = on.kind().holds(on.job().spec());
        if (wanted && !on.job().finalizer()) return draft.doingFirst(new AddFinalizer());
        if (!wanted && on.job().finalizer()) return draft.doingFirst(new RemoveFinalizer(false));
        return draft;
    }

    /** A bad spec stops new work; it never stops observing what already runs. */
    private Draft<O> refuse(Draft<O> draft, String message) {
        var next =
                draft.condition(JobCondition.ACCEPTED, Verdict.FALSE, JobReason.INVALID, message);
        if (draft.state().open().isEmpty())
            return next.stalled(Phase.FAILED, JobReason.INVALID, message, message);
        if (on.job().suspended()) return stop.end(next, EndReason.SUSPENDED);
        return on.child(draft.state().open().get()).isEmpty()
                ? stop.end(next, EndReason.SUPERSEDED)
                : new Follow<>(on).goOn(next);
    }

    /** What the run before left is remembered. */
    private Draft<O> newRun(Draft<O> draft, String digest) {
        var before = draft.state();
        var next = draft;
        if (before.run() > 0) {
            next = leftovers.remember(next, on.kind().written(on.view(draft)));
            next = leftovers.remember(next, on.kind().kept(before.own()));
            next =
                    leftovers.remember(
                            next,
                            new Place(StoredPlaces.TYPE, before.bucket().orElseGet(on::bucket)));
        }
        var own = on.kind().begin(on.view(next));
        next =
                next.with(
                        s ->
                                new RunState<>(
                                        Math.max(s.run(), on.seen().highestRun()) + 1,
                                        s.attempts().withFreshBudgets(),
                                        Optional.of(
                                                new Inputs(on.job().generation(), digest, null)),
                                        Optional.of(on.bucket()),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        s.removingSince(),
                                        s.leftovers(),
                                        own));
        for (var place : on.kind().written(on.view(next)))
            next = next.with(next.state().without(place));
        return next;
    }

    /** Whether somebody else has just ended the run by removing its attempt's Job. */
    private boolean removedNow(RunState<O> state) {
        return state.open().isEmpty()
                && state.finishedAt().isEmpty()
                && on.job()
                        .status()
                        .flatMap(s -> AttemptLog.of(s.attempts(), null, null).open())
                        .isPresent()
                && state.attempts()
                        .last(state.run())
                        .map(Attempt::ending)
                        .filter(EndReason.REMOVED.id()::equals)
                        .isPresent();
    }

    private Draft<O> suspend(Draft<O> draft) {
        if (draft.state().open().isPresent()) return stop.end(draft, EndReason.SUSPENDED);
        return draft.with(s -> s.withNextAttemptAt(Optional.empty()))
                .resting(
                        Phase.SUSPENDED,
                        Verdict.FALSE,
                        JobReason.SUSPENDED,
                        "spec.suspend is true",
                        "spec.suspend to become false");
    }

    private Draft<O> afterwards(Draft<O> draft) {
        var attempts = draft.state().attempts();
        var failure = attempts.lastFailure(draft.state().run());
        if (failure.isEmpty()) return new Begin<>(on).begin(draft);
        if (new Budget(on.job().spec().retries()).exhausted(attempts.failures(), failure.get()))
            return finish.finish(draft);
        var at = draft.state().nextAttemptAt().orElseGet(() -> retryAt(draft.state()));
        return at.isAfter(on.now())
                ? pausing(draft, failure.get(), at)
                : new Begin<>(on).begin(draft);
    }

    private Draft<O> pausing(Draft<O> draft, FailureClass failure, Instant until) {
        int failed = draft.state().attempts().last(draft.state().run()).orElseThrow().number();
        return draft.with(s -> s.withNextAttemptAt(Optional.of(until)))
                .ongoing(
                        Phase.PENDING,
                        JobReason.RETRYING,
                        "attempt %d failed: %s; the next one starts at %s"
                                .formatted(
                                        failed,
                                        failure.id(),
                                        until.truncatedTo(ChronoUnit.SECONDS)),
                        "the pause before attempt " + (failed + 1))
                .wakingAfter(Duration.between(on.now(), until).plusMillis(50));
    }

    private Instant retryAt(RunState<O> state) {
        var last = state.attempts().last(state.run()).orElseThrow();
        long failures = state.attempts().failures().getOrDefault(last.failureClass(), 1L);
        var ended = Timestamps.parse(last.endedAt()).orElse(on.now());
        return ended.plus(Budget.delay(on.job().uid(), state.run(), last.number(), failures));
    }
}
