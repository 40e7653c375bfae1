package dev.skerry.operator.job.decide;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a job needs next.
 *
 * @param status to be recorded before anything is done
 * @param wordless the same without foreign words, for the case that the API server cannot read them
 * @param actions to be done afterwards, in order
 * @param wakeUp when to look again although nothing happened
 * @param fault why nothing could be decided; empty where something was
 * @param questions where there are any, the rest counts for nothing: to be decided again with the
 *     answers
 */
public record JobPlan<T>(
        T status,
        T wordless,
        List<JobAction> actions,
        Optional<Duration> wakeUp,
        Optional<String> fault,
        Set<Question<?>> questions) {

    public boolean asks() {
        return !questions.isEmpty();
    }
}
