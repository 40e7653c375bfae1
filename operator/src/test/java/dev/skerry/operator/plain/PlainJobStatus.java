package dev.skerry.operator.plain;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.skerry.api.Attempt;
import dev.skerry.api.Condition;
import dev.skerry.api.Failure;
import dev.skerry.api.Inputs;
import dev.skerry.api.JobStatus;
import dev.skerry.api.Progress;
import dev.skerry.api.SavedCheckpoint;
import java.util.List;
import java.util.Map;

/**
 * @param stored buckets where something of ended runs still lies
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlainJobStatus(
        Long observedGeneration,
        String phase,
        String waitingOn,
        List<Condition> conditions,
        Integer run,
        Inputs inputs,
        String bucket,
        Progress progress,
        List<Attempt> attempts,
        Map<String, Long> failures,
        Long activeSeconds,
        String nextAttemptAt,
        String advancedAt,
        String finishedAt,
        Failure failure,
        String removingSince,
        SavedCheckpoint checkpoint,
        Made result,
        List<String> stored)
        implements JobStatus {

    /** What its program says that it has made. */
    public record Made(String runId, String what) {}
}
