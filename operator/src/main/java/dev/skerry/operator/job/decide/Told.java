package dev.skerry.operator.job.decide;

import dev.skerry.api.Condition;
import java.util.List;

/**
 * What stands in a status besides its {@link RunState}.
 *
 * @param activeSeconds of all programs of the run, as of the last progress
 */
public record Told(
        long observedGeneration,
        Phase phase,
        String waitingOn,
        List<Condition> conditions,
        long activeSeconds) {}
