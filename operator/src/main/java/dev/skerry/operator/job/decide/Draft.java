package dev.skerry.operator.job.decide;

import dev.skerry.api.ConditionType;
import dev.skerry.api.JobCondition;
import dev.skerry.api.JobReason;
import dev.skerry.api.Reason;
import dev.skerry.operator.status.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What has been decided so far. A value: each step takes one and returns the next.
 *
 * @param actions that follow once the status is recorded, in order
 * @param wakeUp when to look again although nothing happened
 */
record Draft<O>(
        RunState<O> state, Telling telling, List<JobAction> actions, Optional<Duration> wakeUp) {

    Draft {
        actions = List.copyOf(actions);
    }

    Draft<O> with(RunState<O> next) {
        return new Draft<>(next, telling, actions, wakeUp);
    }

    Draft<O> with(UnaryOperator<RunState<O>> change) {
        return with(change.apply(state));
    }

    Draft<O> doing(JobAction action) {
        var all = new ArrayList<>(actions);
        all.add(action);
        return new Draft<>(state, telling, all, wakeUp);
    }

    Draft<O> doingFirst(JobAction action) {
        var all = new ArrayList<>(actions);
        all.addFirst(action);
        return new Draft<>(state, telling, all, wakeUp);
    }

    /** Whether anything is to be done besides telling. */
    boolean isActing() {
        return actions.stream().anyMatch(a -> !(a instanceof JobAction.Announce));
    }

    Draft<O> wakingAfter(Duration time) {
        return new Draft<>(state, telling, actions, Optional.of(time));
    }

    Draft<O> condition(ConditionType type, Verdict verdict, Reason reason, String message) {
        return telling(telling.condition(type, verdict, reason, message));
    }

    Draft<O> ongoing(Phase phase, Reason reason, String message, String waiting) {
        return (reason == JobReason.WAITING ? announcedOnce(reason, waiting) : this)
                .telling(telling.ongoing(phase, reason, message, waiting));
    }

    Draft<O> stalled(Phase phase, Reason reason, String message, String waiting) {
        return announcedOnce(reason, message)
                .telling(telling.stalled(phase, reason, message, waiting));
    }

    Draft<O> resting(Phase phase, Verdict ready, Reason reason, String message, String waiting) {
        return telling(telling.resting(phase, ready, reason, message, waiting));
    }

    Draft<O> announcing(boolean warning, Reason reason, String message) {
        return doing(new JobAction.Announce(warning, reason.id(), message));
    }

    /** Told when Ready takes this reason, and again where a spec is wrong in another way. */
    private Draft<O> announcedOnce(Reason reason, String message) {
        boolean told =
                reason == JobReason.INVALID
                        ? telling.conditions().said(JobCondition.READY, reason, message)
                        : telling.conditions().had(JobCondition.READY, reason);
        return told ? this : announcing(true, reason, message);
    }

    private Draft<O> telling(Telling next) {
        return new Draft<>(state, next, actions, wakeUp);
    }
}
