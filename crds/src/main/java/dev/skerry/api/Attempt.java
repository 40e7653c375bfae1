package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/** One try at a run: one Kubernetes Job. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attempt(
        @JsonPropertyDescription("Run this attempt belongs to, from 1.") @Min(1) Integer run,
        @JsonPropertyDescription("Number within the run, from 1.") @Min(1) Integer number,
        @JsonPropertyDescription("uid of the Job, once created.") @Size(max = 64) String jobUid,
        @JsonPropertyDescription("uid of the pod whose reports count.") @Size(max = 64)
                String podUid,
        @JsonPropertyDescription("How often a queue took the pod away and gave it back.") @Min(0)
                Integer evictions,
        @JsonPropertyDescription("When the attempt was recorded, RFC 3339.") @Size(max = 40)
                String startedAt,
        @JsonPropertyDescription("When it ended, RFC 3339.") @Size(max = 40) String endedAt,
        @JsonPropertyDescription("Exit code of the program.") Integer exitCode,
        @JsonPropertyDescription(
                        "Why it ended, where it failed: Config, Data, App, OutOfMemory, Service, Hung, Preempted, Node or Deadline; Suspended where it was asked to.")
                @Size(max = 32)
                String failureClass,
        @JsonPropertyDescription("Node the pod ran on.") @Size(max = 253) String node,
        @JsonPropertyDescription("Last words of the program.") @Size(max = 400) String message) {}
