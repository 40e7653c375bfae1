package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** A toleration as in a pod's spec. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Toleration(
        @JsonPropertyDescription("Taint key; empty with operator Exists tolerates every taint.")
                @Size(max = 316)
                String key,
        @JsonPropertyDescription("Equal or Exists. Default Equal.")
                @Pattern("^(Equal|Exists)$")
                @Size(max = 6)
                String operator,
        @JsonPropertyDescription("Taint value, with operator Equal.") @Size(max = 63) String value,
        @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute; empty means all.")
                @Pattern("^(NoSchedule|PreferNoSchedule|NoExecute)?$")
                @Size(max = 16)
                String effect,
        @JsonPropertyDescription("Seconds a NoExecute taint is tolerated; for ever when absent.")
                @Min(0)
                @Max(31536000)
                Integer tolerationSeconds) {}
