package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/** A place in a run from which it can go on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SavedCheckpoint(
        @JsonPropertyDescription(
                        "Where it lies in the bucket, such as checkpoints/demo/JOB_UID/r1-a1-POD_UID/7/.")
                @Size(max = 255)
                String prefix,
        @JsonPropertyDescription("The step that comes next after resuming, in the program's unit.")
                @Min(0)
                Long step,
        @JsonPropertyDescription("When the operator learnt of it, RFC 3339.") @Size(max = 40)
                String observedAt) {}
