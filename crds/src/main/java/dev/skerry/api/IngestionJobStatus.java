package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** The truth about an {@link IngestionJob}; at most 4 KiB. Written by the operator only. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IngestionJobStatus(
        @JsonPropertyDescription(
                        "Generation of the spec that the operator has seen; -1 before it saw any.")
                Long observedGeneration,
        @JsonPropertyDescription(
                        "Pending, Running, Suspended, Succeeded or Failed; a summary of the conditions.")
                @Pattern("^(Pending|Running|Suspended|Succeeded|Failed)$")
                @Size(max = 16)
                String phase,
        @JsonPropertyDescription("What the job waits for, in one sentence; empty when nothing.")
                @Size(max = 512)
                String waitingOn,
        @JsonPropertyDescription("Always all of them.") @Size(max = 16) List<Condition> conditions,
        @JsonPropertyDescription("Number of the current run, from 1.") @Min(1) @Max(999_999_999)
                Integer run,
        @JsonPropertyDescription("What the current run was started for.") Inputs inputs,
        @JsonPropertyDescription("Full name of the current run's collection, NAMESPACE.NAME.")
                @Size(max = 255)
                String collection,
        @JsonPropertyDescription("Bucket of the current run's artifact and checkpoints.")
                @Size(max = 63)
                String bucket,
        @JsonPropertyDescription("How far the current attempt is.") Progress progress,
        @JsonPropertyDescription("The last five attempts, oldest first.") @Size(max = 5)
                List<Attempt> attempts,
        @JsonPropertyDescription("Failed attempts of this run by class.") @Size(max = 16)
                Map<String, Long> failures,
        @JsonPropertyDescription(
                        "Seconds that programs of this run have run, as of the last progress.")
                @Min(0)
                Long activeSeconds,
        @JsonPropertyDescription(
                        "When the next attempt may start, RFC 3339; absent when none is due.")
                @Size(max = 40)
                String nextAttemptAt,
        @JsonPropertyDescription("When a counter last moved, RFC 3339.") @Size(max = 40)
                String advancedAt,
        @JsonPropertyDescription("When the run ended, RFC 3339.") @Size(max = 40) String finishedAt,
        @JsonPropertyDescription("Why the run failed for good; absent where it did not.")
                Failure failure,
        @JsonPropertyDescription(
                        "When the operator first tried to remove what the job leaves behind, because it is being deleted, RFC 3339.")
                @Size(max = 40)
                String removingSince,
        @JsonPropertyDescription(
                        "The newest checkpoint of the current run; the next attempt resumes from it.")
                SavedCheckpoint checkpoint,
        @JsonPropertyDescription("What the last succeeded run left behind.") IngestionResult result,
        @JsonPropertyDescription(
                        "What ended runs left outside the cluster and is still to be removed; absent when nothing is.")
                Leftovers leftovers)
        implements JobStatus {

    /** What {@code kubectl explain} says of it. */
    public static final String DESCRIPTION =
            "What is true. Written by the operator alone; conditions are always complete, waitingOn says in one sentence what the job waits for.";

    /**
     * Where things of ended runs still lie.
     *
     * @param collections full names of collections with points that do not count
     * @param buckets with checkpoints and reports
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Leftovers(
            @JsonPropertyDescription("Collections with points of runs that do not count.")
                    @Size(max = 16)
                    List<@Size(max = 255) String> collections,
            @JsonPropertyDescription("Buckets with checkpoints and reports of ended runs.")
                    @Size(max = 16)
                    List<@Size(max = 63) String> buckets) {}
}
