package dev.skerry.operator.job.decide;

import dev.skerry.api.Attempt;
import dev.skerry.api.JobReason;
import dev.skerry.api.JobSpec;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.job.decide.JobAction.DeleteJob;
import dev.skerry.operator.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The way of an attempt that we end: the reason is recorded, a suspended program may save what it
 * has, then its Job goes, then its pod.
 */
final class Stop<S extends JobSpec, O> {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    /** After its grace period a pod on a node that answers is gone within seconds. */
    private static final Duration OVERDUE = Duration.ofSeconds(60);

    private final Deciding<S, O> on;

    Stop(Deciding<S, O> on) {
        this.on = on;
    }

    /** Ends the open attempt. */
    Draft<O> end(Draft<O> draft, EndReason why) {
        var next =
                draft.state().open().orElseThrow().ending() == null
                        ? draft.with(s -> s.withAttempts(s.attempts().ending(why, on.now())))
                        : draft;
        return goOn(next, EndReason.ofId(next.state().open().orElseThrow().ending()).orElse(why));
    }

    /** An attempt whose end has been recorded, or whose Job is gone while its pod is not. */
    Draft<O> goOn(Draft<O> draft, EndReason why) {
        var attempt = draft.state().open().orElseThrow();
        var pod = on.seen().pod();
        var child = on.child(attempt).filter(ChildJob::ours).filter(j -> !j.deleting());
        var saving =
                why == EndReason.SUSPENDED ? saving(attempt, child) : Optional.<Duration>empty();
        var next =
                draft.ongoing(
                        why == EndReason.SUSPENDED ? Phase.SUSPENDED : Phase.RUNNING,
                        JobReason.ENDING,
                        attempt.ending() == null
                                ? "the Job of attempt "
                                        + attempt.number()
                                        + " was removed; its pod ends"
                                : "attempt " + attempt.number() + " is being ended: " + why.id(),
                        saving.isPresent()
                                ? "pod " + pod.get().name() + " to save a checkpoint and stop"
                                : leaving(pod, attempt, on.now()));
        if (saving.isPresent()) return next.wakingAfter(saving.get().plusMillis(50));
        if (child.isPresent())
            next = next.doing(new DeleteJob(child.get().name(), child.get().uid()));
        boolean overdue = pod.filter(p -> overdue(p, on.now())).isPresent();
        return next.wakingAfter(pod.isEmpty() ? SOON : overdue ? LOOK_AGAIN : LOOK);
    }

    /**
     * For how long the program may still save what it has; empty where there is none to wait for.
     */
    private Optional<Duration> saving(Attempt attempt, Optional<ChildJob> child) {
        var grace = on.kind().pod(on.job().spec()).grace();
        return Timestamps.parse(attempt.endingSince())
                .map(asked -> Duration.between(on.now(), asked.plus(grace)))
                .filter(Duration::isPositive)
                .filter(left -> on.seen().pod().filter(ChildPod::running).isPresent())
                .filter(left -> on.seen().pod().get().deletingBy().isEmpty())
                .filter(left -> child.isPresent());
    }

    /** What the end of an attempt waits for. */
    static String leaving(Optional<ChildPod> pod, Attempt attempt, Instant now) {
        if (pod.isEmpty()) return "Job of attempt " + attempt.number() + " to be removed";
        var p = pod.get();
        if (p.node().isPresent() && (p.phase() == ChildPod.Phase.UNKNOWN || overdue(p, now))) {
            return "node %s does not answer; delete the Node or force-delete pod %s"
                    .formatted(p.node().get(), p.name());
        }
        return "pod " + p.name() + " to end" + p.disruption().map(d -> " (" + d + ")").orElse("");
    }

    private static boolean overdue(ChildPod pod, Instant now) {
        return !pod.finished()
                && pod.deletingBy().filter(by -> by.plus(OVERDUE).isBefore(now)).isPresent();
    }
}
