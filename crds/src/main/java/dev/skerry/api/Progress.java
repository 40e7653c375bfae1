package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** How far an attempt is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Progress(
        @JsonPropertyDescription("What the program is doing now.") @Size(max = 32) String stage,
        @JsonPropertyDescription("Of the whole job; never falls within an attempt.")
                @Min(0)
                @Max(100)
                Integer percent,
        @JsonPropertyDescription("Seconds to the end, estimated; absent while unknown.") @Min(0)
                Long etaSeconds,
        @JsonPropertyDescription("Counted things, such as files and points.") @Size(max = 32)
                Map<String, Long> counters,
        @JsonPropertyDescription("Measured things as text, such as loss and epoch.") @Size(max = 32)
                Map<String, @Size(max = 64) String> metrics,
        @JsonPropertyDescription("When the operator received this, RFC 3339.") @Size(max = 40)
                String observedAt) {}
