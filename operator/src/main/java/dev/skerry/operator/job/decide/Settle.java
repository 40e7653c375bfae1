package dev.skerry.operator.job.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.Attempt;
import dev.skerry.api.Inputs;
import dev.skerry.api.JobCondition;
import dev.skerry.api.JobReason;
import dev.skerry.api.JobSpec;
import dev.skerry.api.Progress;
import dev.skerry.api.wire.FailureClass;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.attempt.AttemptState;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.attempt.Classification;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.attempt.Outcome;
import dev.skerry.operator.job.decide.JobAction.Child;
import dev.skerry.operator.job.decide.JobAction.RemoveChildren;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.status.Verdict;
import dev.skerry.operator.storage.LeftResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes in what became of the open attempt, what it made, and how long its program has run. */
final class Settle<S extends JobSpec, O> {
    /** A program that was heard of runs on for at least about so long. */
    private static final Duration AFTER_ITS_LAST_SIGN = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Deciding<S, O> on;

    Settle(Deciding<S, O> on) {
        this.on = on;
    }

    /** Makes the attempt that still runs the open one, for the spec as it is now. */
    Draft<O> adopt(Draft<O> draft) {
        var known = KnownAttempts.of(draft.state().attempts(), on.seen().jobs(), on.now());
        if (known == draft.state().attempts()) return draft;
        return draft.with(
                s ->
                        s.with(
                                next ->
                                        next.attempts(known)
                                                .run(known.last().orElseThrow().run())
                                                .finishedAt(Optional.empty())
                                                .failure(Optional.empty())
                                                .inputs(s.inputs().or(this::asNow))));
    }

    private Optional<Inputs> asNow() {
        return Optional.of(
                new Inputs(
                        on.job().generation(),
                        RunInputs.digest(on.job().spec()),
                        RunInputs.whole(on.kind(), on.job().spec())));
    }

    Draft<O> settle(Draft<O> draft) {
        if (draft.state().open().isEmpty()) return draft;
        var ours = on.child(draft.state().open().get()).filter(ChildJob::ours);
        var until = lastSign(draft.state());
        var next = draft.with(s -> s.withAttempts(s.attempts().seen(ours, on.seen().pod(), until)));
        var left = left(next);
        next = taken(next, left);
        var state = on.standing(next.state().open().orElseThrow());
        if (state instanceof AttemptState.Recorded && on.seen().refusal().isPresent())
            return close(next, refused(on.seen().refusal().get()));
        if (!(state instanceof AttemptState.Over over)) return next;
        if (!on.hasResultOfThisRun(next) && left instanceof LeftResult.Away) return next;
        return close(next, verdict(next, over.outcome()));
    }

    /** What a program that is over left, unless it says itself how it failed. */
    LeftResult left(Draft<O> draft) {
        var attempt = draft.state().open().orElseThrow();
        var said = on.seen().pod().flatMap(ChildPod::terminationMessage);
        if (!isOver(attempt)
                || attempt.podUid() == null
                || said.filter(Classification::saysFailure).isPresent()
                || on.hasResultOfThisRun(draft)
                || heardResult().isPresent()) return new LeftResult.None();
        return said.flatMap(Settle::resultIn)
                .<LeftResult>map(result -> new LeftResult.Found(attempt.podUid(), result))
                .orElseGet(
                        () ->
                                on.inquiry()
                                        .ask(
                                                new Question.LeftReport(
                                                        draft.state().bucket().orElseThrow(),
                                                        attempt.podUid())));
    }

    private boolean isOver(Attempt attempt) {
        var child = on.child(attempt);
        return child.isPresent()
                ? child.get().ours() && child.get().state() != ChildJob.State.ACTIVE
                : attempt.jobUid() != null && on.seen().pod().filter(p -> !p.finished()).isEmpty();
    }

    private static Optional<JsonNode> resultIn(String terminationMessage) {
        try {
            return Optional.ofNullable(JSON.readTree(terminationMessage))
                    .map(report -> report.get("result"))
                    .filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private Optional<JsonNode> heardResult() {
        return on.seen().heard().map(h -> h.latest().result()).filter(JsonNode::isObject);
    }

    /**
     * A result counts as soon as it is heard of: what it names is all there before it is sent. Only
     * what surely is the open attempt's own pod's is one.
     */
    private Draft<O> taken(Draft<O> draft, LeftResult left) {
        var said =
                heardResult()
                        .or(
                                () ->
                                        left instanceof LeftResult.Found found
                                                ? Optional.of(found.result())
                                                : Optional.empty());
        var runId = draft.state().open().flatMap(AttemptLog::runId);
        if (said.isEmpty() || runId.isEmpty()) return draft;
        var own = on.kind().result(said.get(), runId.get(), on.view(draft));
        if (own.isEmpty()) return draft;
        var state = draft.state().withOwn(own.get());
        return draft.with(
                heardResult().isPresent()
                        ? ProgressShown.takeLast(
                                state, on.seen().heard().get(), on.kind().words().figures())
                        : state);
    }

    /** The API server will never take this Job: only another spec can help. */
    private Outcome refused(String message) {
        return new Outcome.Failed(FailureClass.CONFIG, Optional.empty(), message, on.now());
    }

    /**
     * A result ends the run: an attempt whose own result stands has succeeded, whatever its exit.
     */
    private Outcome verdict(Draft<O> draft, Outcome outcome) {
        if (on.hasResultOfThisRun(draft))
            return new Outcome.Succeeded(outcome.at(), outcome.exitCode());
        if (!(outcome instanceof Outcome.Succeeded)) return outcome;
        return EndReason.ofId(draft.state().open().orElseThrow().ending())
                .<Outcome>map(ending -> new Outcome.Stopped(ending, outcome.at()))
                .orElseGet(
                        () ->
                                new Outcome.Failed(
                                        FailureClass.APP,
                                        outcome.exitCode(),
                                        "the program ended well but left no result; see its log",
                                        outcome.at()));
    }

    private Draft<O> close(Draft<O> draft, Outcome outcome) {
        var attempt = draft.state().open().orElseThrow();
        var until = Stream.of(ended(), outcome.at()).min(Instant::compareTo).orElseThrow();
        // its last report may not have been shown yet
        var saved =
                on.seen()
                        .heard()
                        .map(h -> Checkpoints.take(draft.state(), h, on.job().places()))
                        .orElse(draft.state());
        var next = draft.with(saved.withAttempts(saved.attempts().close(outcome, until)));
        if (outcome instanceof Outcome.Removed)
            next =
                    next.doing(
                            new RemoveChildren(
                                    List.of(new Child(on.name(attempt), Optional.empty()))));
        next =
                next.condition(
                        JobCondition.PROGRESS_FRESH,
                        Verdict.UNKNOWN,
                        JobReason.NOT_RUNNING,
                        "no program is running");
        return announcing(next, attempt, outcome);
    }

    /** How long the program of the open attempt has run until now, or until its own end. */
    Duration ran() {
        var since = on.seen().pod().flatMap(ChildPod::runningSince);
        if (since.isEmpty()) return Duration.ZERO;
        var ran = Duration.between(since.get(), ended());
        return ran.isNegative() ? Duration.ZERO : ran;
    }

    private Instant ended() {
        return on.seen()
                .pod()
                .flatMap(ChildPod::finishedAt)
                .filter(on.now()::isAfter)
                .orElse(on.now());
    }

    /**
     * When a pod that has gone is taken to have ended: now, for we are told at once; but an
     * operator that was away must not count its own absence as the program's time.
     */
    private Instant lastSign(RunState<O> state) {
        var attempt = state.open().orElseThrow();
        var since = Timestamps.parse(attempt.runningSince());
        var heard =
                state.progress()
                        .map(Progress::observedAt)
                        .flatMap(Timestamps::parse)
                        .filter(at -> since.filter(s -> !s.isAfter(at)).isPresent());
        return Stream.of(heard, Timestamps.parse(attempt.endingSince()))
                .flatMap(Optional::stream)
                .map(sign -> sign.plus(AFTER_ITS_LAST_SIGN))
                .filter(on.now()::isAfter)
                .min(Instant::compareTo)
                .orElse(on.now());
    }

    private Draft<O> announcing(Draft<O> draft, Attempt attempt, Outcome outcome) {
        var which = "attempt %d of run %d".formatted(attempt.number(), attempt.run());
        return switch (outcome) {
            case Outcome.Succeeded s -> draft;
            case Outcome.Failed f ->
                    draft.announcing(
                            true,
                            JobReason.FAILED,
                            "%s failed: %s: %s"
                                    .formatted(which, f.failureClass().id(), f.message()));
            case Outcome.Stopped s ->
                    draft.announcing(
                            false,
                            JobReason.ENDING,
                            "%s ended: %s".formatted(which, s.reason().id()));
            case Outcome.Removed r ->
                    draft.announcing(
                            true,
                            JobReason.ATTEMPT_REMOVED,
                            "the Job of %s was removed by somebody else".formatted(which));
        };
    }
}
