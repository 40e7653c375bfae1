package dev.skerry.operator.job.decide;

import dev.skerry.api.ConditionType;
import dev.skerry.api.JobCondition;
import dev.skerry.api.JobReason;
import dev.skerry.api.Reason;
import dev.skerry.operator.status.Conditions;
import dev.skerry.operator.status.Verdict;

/** What a status says in words. A value. */
record Telling(Phase phase, String waitingOn, Conditions conditions) {

    Telling condition(ConditionType type, Verdict verdict, Reason reason, String message) {
        return new Telling(phase, waitingOn, conditions.with(type, verdict, reason, message));
    }

    /** Something is still to come. */
    Telling ongoing(Phase next, Reason reason, String message, String waiting) {
        return new Telling(
                next,
                waiting,
                conditions
                        .with(JobCondition.READY, Verdict.FALSE, reason, message)
                        .with(
                                JobCondition.RECONCILING,
                                Verdict.TRUE,
                                JobReason.IN_PROGRESS,
                                message)
                        .with(JobCondition.STALLED, Verdict.FALSE, JobReason.NOT_STALLED, ""));
    }

    /** Nothing is to come until the user acts. */
    Telling stalled(Phase next, Reason reason, String message, String waiting) {
        return new Telling(
                next,
                waiting,
                conditions
                        .with(JobCondition.READY, Verdict.FALSE, reason, message)
                        .with(
                                JobCondition.RECONCILING,
                                Verdict.FALSE,
                                next == Phase.FAILED ? JobReason.FINISHED : reason,
                                message)
                        .with(JobCondition.STALLED, Verdict.TRUE, reason, message));
    }

    /** Nothing is to come, and nothing is wrong. */
    Telling resting(Phase next, Verdict ready, Reason reason, String message, String waiting) {
        return new Telling(
                next,
                waiting,
                conditions
                        .with(JobCondition.READY, ready, reason, message)
                        .with(JobCondition.RECONCILING, Verdict.FALSE, JobReason.FINISHED, message)
                        .with(JobCondition.STALLED, Verdict.FALSE, JobReason.NOT_STALLED, ""));
    }
}
