package dev.skerry.operator.job.decide;

import dev.skerry.api.Attempt;
import dev.skerry.api.Failure;
import dev.skerry.api.JobReason;
import dev.skerry.api.JobSpec;
import dev.skerry.operator.attempt.Budget;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.job.decide.JobAction.Child;
import dev.skerry.operator.job.decide.JobAction.RemoveChildren;
import dev.skerry.operator.job.decide.PlaceKind.PlaceState;
import dev.skerry.operator.status.Verdict;
import java.time.Duration;
import java.util.Optional;

/** The end of a run: what is still to be removed, and the words that stand from then on. */
final class Finish<S extends JobSpec, O> {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Deciding<S, O> on;
    private final Leftovers<S, O> leftovers;

    Finish(Deciding<S, O> on) {
        this.on = on;
        this.leftovers = new Leftovers<>(on);
    }

    /** The result is there and status names it: only now may what earlier runs made go. */
    Draft<O> sweep(Draft<O> draft) {
        if (!on.hasResultOfThisRun(draft)) return finish(draft);
        for (var place : on.kind().written(on.view(draft))) {
            switch (leftovers.look(draft, place)) {
                case PlaceState.Clean c -> {}
                case PlaceState.Stale stale -> {
                    return sweeping(draft.doing(stale.removal()), "removing " + stale.what());
                }
                case PlaceState.Unseen unseen -> {
                    return later(draft, unseen.message());
                }
                case PlaceState.Gone g -> {
                    return later(draft, place.type() + " " + place.name() + " has gone");
                }
            }
        }
        var first = leftovers.kinds().stream().filter(PlaceKind::mustBeCleanFirst).toList();
        var swept = leftovers.sweep(draft, first);
        var left =
                first.stream()
                        .flatMap(k -> swept.draft().state().leftovers(k.type()).stream())
                        .toList();
        if (left.isEmpty()) return finish(swept.draft());
        return swept.fault()
                .map(fault -> later(swept.draft(), fault))
                .orElseGet(
                        () ->
                                sweeping(
                                        swept.draft(),
                                        "removing %s from %s"
                                                .formatted(
                                                        on.kind().words().leavings(),
                                                        String.join(", ", left))));
    }

    private Draft<O> sweeping(Draft<O> draft, String message) {
        return draft.ongoing(Phase.RUNNING, JobReason.SWEEPING, message, "").wakingAfter(SOON);
    }

    private Draft<O> later(Draft<O> draft, String message) {
        return draft.ongoing(
                        Phase.RUNNING,
                        JobReason.SWEEPING,
                        "%s of earlier runs cannot be removed yet: %s"
                                .formatted(on.kind().words().leavings(), message),
                        message)
                .wakingAfter(LATER);
    }

    /** The run is over, and what it leaves begins to go. */
    Draft<O> finish(Draft<O> draft) {
        var ended =
                draft.with(
                        s ->
                                s.with(
                                        next ->
                                                next.finishedAt(Optional.of(on.now()))
                                                        .nextAttemptAt(Optional.empty())));
        if (isSuccess(ended)) {
            var bucket = new Place(StoredPlaces.TYPE, ended.state().bucket().orElseThrow());
            ended = leftovers.remember(ended.with(s -> s.withCheckpoint(Optional.empty())), bucket);
            ended =
                    ended.announcing(
                            false,
                            JobReason.SUCCEEDED,
                            on.kind().words().success(ended.state().own()));
        } else {
            var failure = failure(ended.state());
            ended = ended.with(s -> s.withFailure(Optional.of(failure)));
            ended = leftovers.remember(ended, on.kind().written(on.view(ended)));
        }
        var kept = keep(ended);
        // what was changed while the last attempt ran may be what its failure asks for
        return RunInputs.goesOn(kept.state(), on.kind(), on.job().spec())
                ? kept.wakingAfter(SOON)
                : kept;
    }

    /** A finished job goes on saying what became of it, until its inputs change. */
    Draft<O> keep(Draft<O> draft) {
        var next = words(draft);
        var ttl = Optional.ofNullable(on.job().spec().ttlSecondsAfterFinished());
        var due = ttl.map(t -> next.state().finishedAt().orElseThrow().plusSeconds(t));
        boolean over = due.filter(at -> !at.isAfter(on.now())).isPresent();
        var swept = leftovers.sweepBehind(over ? childrenGo(next) : next);
        if (due.isEmpty() || over) return swept;
        var left = Duration.between(on.now(), due.get()).plusMillis(50);
        return swept.wakeUp().filter(w -> w.compareTo(left) <= 0).isPresent()
                ? swept
                : swept.wakingAfter(left);
    }

    private Draft<O> childrenGo(Draft<O> draft) {
        var children =
                on.seen().jobs().stream()
                        .filter(j -> j.ours() && !j.deleting())
                        .map(j -> new Child(j.name(), Optional.of(j.uid())))
                        .toList();
        return children.isEmpty() ? draft : draft.doing(new RemoveChildren(children));
    }

    private boolean isSuccess(Draft<O> draft) {
        return draft.state().succeeded() && on.hasResultOfThisRun(draft);
    }

    private Draft<O> words(Draft<O> draft) {
        if (isSuccess(draft))
            return draft.resting(
                    Phase.SUCCEEDED,
                    Verdict.TRUE,
                    JobReason.SUCCEEDED,
                    on.kind().words().success(draft.state().own()),
                    "");
        var failure = draft.state().failure().orElseGet(() -> failure(draft.state()));
        return draft.with(s -> s.withFailure(Optional.of(failure)))
                .stalled(
                        Phase.FAILED,
                        EndReason.REMOVED.id().equals(failure.failureClass())
                                ? JobReason.ATTEMPT_REMOVED
                                : JobReason.RETRIES_EXHAUSTED,
                        failure.failureClass() + ": " + failure.message(),
                        "a change of the spec (%s: %s), or another spec.rerun to begin anew"
                                .formatted(failure.failureClass(), failure.message()));
    }

    private Failure failure(RunState<O> state) {
        var last = state.attempts().last(state.run());
        var failure = state.attempts().lastFailure(state.run());
        if (failure.isEmpty()) {
            return new Failure(
                    EndReason.REMOVED.id(),
                    "the Job of attempt %d was removed by somebody else"
                            .formatted(last.map(Attempt::number).orElse(0)));
        }
        int allowed = new Budget(on.job().spec().retries()).allowed(failure.get());
        var said = last.map(Attempt::message).orElse("");
        return new Failure(
                failure.get().id(),
                Budget.field(failure.get())
                        .map(field -> "%s (%s: %d)".formatted(said, field, allowed))
                        .orElse(said));
    }
}
