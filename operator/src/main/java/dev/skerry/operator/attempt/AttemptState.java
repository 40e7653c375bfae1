package dev.skerry.operator.attempt;

import dev.skerry.api.Attempt;
import java.time.Instant;
import java.util.Optional;

/** Where the attempt that status calls open stands, seen from its Job and pod. */
public sealed interface AttemptState {

    /** Recorded; its Job is to be created, once or again. */
    record Recorded(Attempt attempt) implements AttemptState {}

    /** Its Job exists, and so may its pod. */
    record Active(Attempt attempt, ChildJob job, Optional<ChildPod> pod) implements AttemptState {}

    /** Its Job is being deleted at our wish, or a pod of it is still there. */
    record Ending(Attempt attempt, Optional<ChildJob> job, EndReason why) implements AttemptState {}

    record Over(Attempt attempt, Outcome outcome) implements AttemptState {}

    /** A Job of its name belongs to somebody else; we wait until it is gone. */
    record Foreign(Attempt attempt, ChildJob job) implements AttemptState {}

    /**
     * Reads the state of an open attempt.
     *
     * @param job the Job of the attempt's name, whoever owns it
     * @param pod the newest pod of that Job
     */
    static AttemptState of(
            Attempt attempt, Optional<ChildJob> job, Optional<ChildPod> pod, Instant now) {
        var ending = EndReason.ofId(attempt.ending());
        if (job.isPresent() && !job.get().ours()) {
            return ending.<AttemptState>map(e -> new Over(attempt, stopped(e, now)))
                    .orElseGet(() -> new Foreign(attempt, job.get()));
        }
        if (job.isPresent()) {
            var child = job.get();
            return switch (child.state()) {
                case COMPLETE ->
                        new Over(attempt, new Outcome.Succeeded(child.endedAt().orElse(now)));
                case FAILED ->
                        new Over(
                                attempt,
                                ending.map(e -> stopped(e, child.endedAt().orElse(now)))
                                        .orElseGet(() -> Classification.of(child, pod, now)));
                case ACTIVE ->
                        ending.<AttemptState>map(e -> new Ending(attempt, job, e))
                                .orElseGet(() -> new Active(attempt, child, pod));
            };
        }
        if (pod.isPresent() && !pod.get().finished()) {
            return new Ending(attempt, job, ending.orElse(EndReason.SUPERSEDED));
        }
        if (ending.isPresent()) return new Over(attempt, stopped(ending.get(), now));
        if (attempt.jobUid() == null) return new Recorded(attempt);
        return new Over(attempt, new Outcome.Removed(now));
    }

    private static Outcome stopped(EndReason ending, Instant at) {
        return ending.failureClass()
                .<Outcome>map(
                        c ->
                                new Outcome.Failed(
                                        c,
                                        Optional.empty(),
                                        ending == EndReason.HUNG
                                                ? "nothing moved for spec.stallTimeoutSeconds; raise it where the program is only slow"
                                                : "the time of spec.activeDeadlineSeconds, or of this installation where it names none, is used up; set a higher one",
                                        at))
                .orElseGet(() -> new Outcome.Stopped(ending, at));
    }
}
