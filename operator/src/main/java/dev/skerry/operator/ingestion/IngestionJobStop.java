package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.IngestionReason;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteJob;
import dev.skerry.operator.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The way of an attempt that we end: the reason is recorded, a suspended program may save what it
 * has, then its Job goes, then its pod.
 */
final class IngestionJobStop {
    /** As long as the kubelet gives a program after SIGTERM. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    /** After its grace period a pod on a node that answers is gone within seconds. */
    private static final Duration OVERDUE = Duration.ofSeconds(60);

    private IngestionJobStop() {}

    /** Ends the open attempt. */
    static IngestionJobPlan end(
            IngestionJobDraft draft, IngestionJobObservation seen, EndReason why) {
        if (draft.open().orElseThrow().ending() == null)
            draft.attempts = draft.attempts.ending(why, draft.now);
        var recorded = EndReason.ofId(draft.open().get().ending()).orElse(why);
        return goOn(draft, seen, recorded);
    }

    /** An attempt whose end has been recorded, or whose Job is gone while its pod is not. */
    static IngestionJobPlan goOn(
            IngestionJobDraft draft, IngestionJobObservation seen, EndReason why) {
        var attempt = draft.open().orElseThrow();
        var child = seen.job(attempt.run(), attempt.number()).filter(ChildJob::ours);
        var saving =
                Timestamps.parse(attempt.endingSince())
                        .map(asked -> Duration.between(draft.now, asked.plus(GRACE)))
                        .filter(left -> why == EndReason.SUSPENDED && left.isPositive())
                        .filter(left -> seen.pod().filter(ChildPod::running).isPresent())
                        .filter(left -> seen.pod().get().deletingBy().isEmpty())
                        .filter(left -> child.filter(j -> !j.deleting()).isPresent());
        draft.ongoing(
                why == EndReason.SUSPENDED ? Phase.SUSPENDED : Phase.RUNNING,
                IngestionReason.ENDING,
                attempt.ending() == null
                        ? "the Job of attempt " + attempt.number() + " was removed; its pod ends"
                        : "attempt " + attempt.number() + " is being ended: " + why.id(),
                saving.isPresent()
                        ? "pod " + seen.pod().get().name() + " to save a checkpoint and stop"
                        : leaving(seen.pod(), attempt, draft.now));
        if (saving.isPresent()) return IngestionJobPlan.of(draft, saving.get().plusMillis(50));
        child.filter(j -> !j.deleting())
                .ifPresent(j -> draft.actions.add(new DeleteJob(j.name(), j.uid())));
        boolean overdue = seen.pod().filter(p -> overdue(p, draft.now)).isPresent();
        return IngestionJobPlan.of(
                draft, seen.pod().isEmpty() ? SOON : overdue ? LOOK_AGAIN : LOOK);
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
