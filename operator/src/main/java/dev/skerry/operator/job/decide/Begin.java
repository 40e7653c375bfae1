package dev.skerry.operator.job.decide;

import dev.skerry.api.Attempt;
import dev.skerry.api.JobCondition;
import dev.skerry.api.JobReason;
import dev.skerry.api.JobSpec;
import dev.skerry.api.SavedCheckpoint;
import dev.skerry.operator.job.decide.JobAction.CreateAttempt;
import dev.skerry.operator.job.decide.JobAction.EnsureBucket;
import dev.skerry.operator.job.decide.Need.NeedState;
import dev.skerry.operator.job.decide.PlaceKind.PlaceState;
import dev.skerry.operator.status.Verdict;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.ResumePoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must be there before an attempt begins, and its beginning. */
final class Begin<S extends JobSpec, O> {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final String KEYS_SHARED =
            "where this namespace has no Secret of its own for them, its pods have the operator's keys, which open the data of all namespaces";

    private final Deciding<S, O> on;
    private final Leftovers<S, O> leftovers;

    Begin(Deciding<S, O> on) {
        this.on = on;
        this.leftovers = new Leftovers<>(on);
    }

    Draft<O> begin(Draft<O> draft) {
        var objection = on.kind().objection(on.view(draft), on.seen(), on.inquiry());
        if (objection.isPresent()) return objectedTo(draft, objection.get());
        var met = needs(draft);
        if (!met.all()) return met.draft().wakingAfter(met.draft().isActing() ? SOON : AGAIN);
        var clean = cleanBefore(met.draft());
        var resumable = resumable(clean.draft());
        if (!clean.all() || !resumable.all()) return resumable.draft();
        return attempt(resumable.draft());
    }

    private Draft<O> attempt(Draft<O> draft) {
        var s = draft.state();
        int number = s.attempts().nextNumber(s.run(), on.seen().highestAttempt(s.run()));
        var tried = RunInputs.whole(on.kind(), on.job().spec());
        var begun =
                s.with(
                        next ->
                                next.attempts(s.attempts().begin(s.run(), number, on.now()))
                                        .nextAttemptAt(Optional.empty())
                                        .progress(Optional.empty())
                                        .inputs(s.inputs().map(i -> i.withSpec(tried))));
        return draft.with(begun)
                .doing(create(begun, begun.attempts().last().orElseThrow()))
                .announcing(
                        false,
                        JobReason.STARTING,
                        "attempt %d of run %d".formatted(number, s.run()))
                .ongoing(
                        Phase.PENDING,
                        JobReason.STARTING,
                        "attempt " + number + " is being started",
                        "a pod")
                .wakingAfter(Duration.ofSeconds(5));
    }

    /** The attempt's Job as it is to be now, the first time and after a crash. */
    CreateAttempt create(RunState<O> state, Attempt attempt) {
        return new CreateAttempt(
                attempt.run(),
                attempt.number(),
                state.bucket().orElseThrow(),
                state.checkpoint().map(SavedCheckpoint::prefix),
                state.attempts().nodeToAvoid());
    }

    private Draft<O> objectedTo(Draft<O> draft, Objection objection) {
        return draft.with(s -> s.withNextAttemptAt(Optional.empty()))
                .condition(
                        JobCondition.ACCEPTED,
                        Verdict.FALSE,
                        objection.reason(),
                        objection.message())
                .stalled(
                        Phase.PENDING,
                        objection.reason(),
                        objection.message(),
                        objection.waitingOn())
                .wakingAfter(AGAIN);
    }

    /**
     * @param all whether all that was looked at is as it must be
     */
    private record Checked<O>(Draft<O> draft, boolean all) {}

    private Checked<O> needs(Draft<O> draft) {
        var all = new ArrayList<Need<?>>();
        all.add(bucket(draft.state().bucket().orElseThrow()));
        all.addAll(on.kind().needs(on.view(draft)));
        var next = draft;
        boolean met = true;
        for (var need : all) {
            var state = need.look(on.inquiry());
            next = told(next, need, state);
            met &= state instanceof NeedState.Ready;
        }
        return new Checked<>(next, met);
    }

    private Draft<O> told(Draft<O> draft, Need<?> need, NeedState state) {
        return switch (state) {
            case NeedState.Ready ready ->
                    draft.condition(
                            need.condition(), Verdict.TRUE, ready.reason(), ready.message());
            case NeedState.Missing missing ->
                    draft.doing(missing.make())
                            .ongoing(
                                    Phase.PENDING,
                                    JobReason.PENDING,
                                    missing.what() + " is being made",
                                    on.seen().fault().orElse(missing.what() + " to be made"));
            case NeedState.Away away ->
                    draft.condition(need.condition(), Verdict.FALSE, away.reason(), away.message())
                            .ongoing(
                                    Phase.PENDING,
                                    JobReason.WAITING,
                                    away.message(),
                                    away.waitingOn());
            case NeedState.Refused refused ->
                    draft.condition(
                                    need.condition(),
                                    Verdict.FALSE,
                                    refused.reason(),
                                    refused.message())
                            .stalled(
                                    Phase.PENDING,
                                    refused.reason(),
                                    refused.message(),
                                    refused.waitingOn());
        };
    }

    private static Need<BucketState> bucket(String name) {
        return new Need<>(
                JobCondition.STORAGE_READY,
                new Question.BucketNow(name),
                state ->
                        switch (state) {
                            case BucketState.Ready ready ->
                                    new NeedState.Ready(
                                            JobReason.BUCKET_READY,
                                            ready.keysShared() ? KEYS_SHARED : "");
                            case BucketState.Missing missing ->
                                    new NeedState.Missing(
                                            "bucket " + missing.bucket(),
                                            new EnsureBucket(missing.bucket()));
                            case BucketState.Away away ->
                                    new NeedState.Away(
                                            JobReason.STORAGE_UNAVAILABLE,
                                            away.message(),
                                            "object storage: " + away.message());
                            case BucketState.Refused refused ->
                                    new NeedState.Refused(
                                            JobReason.STORAGE_REFUSED,
                                            refused.message(),
                                            "object storage: " + refused.message());
                        });
    }

    /** Nothing of ended attempts stays behind when the next one begins. */
    private Checked<O> cleanBefore(Draft<O> draft) {
        var next = draft;
        for (var place : on.kind().written(on.view(draft)))
            if (leftovers.look(draft, place) instanceof PlaceState.Stale stale)
                next = next.doing(stale.removal());
        if (isFirst(draft)) next = leftovers.sweep(next, List.of(new StoredPlaces<>())).draft();
        if (next.actions().size() == draft.actions().size()) return new Checked<>(next, true);
        return new Checked<>(
                next.ongoing(
                                Phase.PENDING,
                                JobReason.SWEEPING,
                                "removing what ended attempts left",
                                on.seen().fault().orElse(""))
                        .wakingAfter(SOON),
                false);
    }

    /** A further attempt of a run goes on from the newest whole checkpoint. */
    private Checked<O> resumable(Draft<O> draft) {
        if (isFirst(draft)) return new Checked<>(draft, true);
        var s = draft.state();
        var point =
                on.inquiry().ask(new Question.NewestCheckpoint(s.bucket().orElseThrow(), s.run()));
        if (point instanceof ResumePoint.Away away)
            return new Checked<>(
                    draft.ongoing(
                                    Phase.PENDING,
                                    JobReason.WAITING,
                                    "checkpoints cannot be looked for: " + away.message(),
                                    "object storage: " + away.message())
                            .wakingAfter(AGAIN),
                    false);
        return new Checked<>(draft.with(Checkpoints.resume(s, point, on.now())), true);
    }

    private static boolean isFirst(Draft<?> draft) {
        return draft.state().attempts().last(draft.state().run()).isEmpty();
    }
}
