package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;

/** One try at a run: one Kubernetes Job. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attempt(
        @JsonPropertyDescription("Run this attempt belongs to, from 1.") @Min(1) @Max(999_999_999)
                Integer run,
        @JsonPropertyDescription("Number within the run, from 1.") @Min(1) @Max(999_999_999)
                Integer number,
        @JsonPropertyDescription("uid of the Job, once created.") @Size(max = 64) String jobUid,
        @JsonPropertyDescription("uid of the pod whose reports count.") @Size(max = 64)
                String podUid,
        @JsonPropertyDescription("How often a queue took the pod away and gave it back.")
                @Min(0)
                @Max(Integer.MAX_VALUE)
                Integer evictions,
        @JsonPropertyDescription("When the attempt was recorded, RFC 3339.") @Size(max = 40)
                String startedAt,
        @JsonPropertyDescription(
                        "When the program of its pod began, RFC 3339; absent while none runs.")
                @Size(max = 40)
                String runningSince,
        @JsonPropertyDescription(
                        "When it was asked to end, RFC 3339; its Job goes when it has, or a grace period later.")
                @Size(max = 40)
                String endingSince,
        @JsonPropertyDescription("When it ended, RFC 3339.") @Size(max = 40) String endedAt,
        @JsonPropertyDescription("Exit code of the program.")
                @Min(Integer.MIN_VALUE)
                @Max(Integer.MAX_VALUE)
                Integer exitCode,
        @JsonPropertyDescription(
                        "Its class, where it failed: Config, Data, App, OutOfMemory, OutOfDisk, Service, Hung, Preempted, Node or Deadline.")
                @Size(max = 32)
                String failureClass,
        @JsonPropertyDescription(
                        "Why it was ended from outside: Suspended, Superseded, Hung or Deadline by the operator, Removed where somebody else removed its Job.")
                @Size(max = 32)
                String ending,
        @JsonPropertyDescription("Node the pod ran on.") @Size(max = 253) String node,
        @JsonPropertyDescription("Last words of the program.") @Size(max = 400) String message)
        implements AttemptBuilder.With {}
