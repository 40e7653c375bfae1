package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One condition, in the shape of {@code metav1.Condition}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @JsonPropertyDescription("Name of the condition.") @Required @Size(max = 64) String type,
        @JsonPropertyDescription("True, False or Unknown.")
                @Required
                @Pattern("^(True|False|Unknown)$")
                @Size(max = 7)
                String status,
        @JsonPropertyDescription("One word in CamelCase, from the list in the reference.")
                @Required
                @Size(max = 64)
                String reason,
        @JsonPropertyDescription("A sentence for people.") @Size(max = 512) String message,
        @JsonPropertyDescription("Generation of the spec this was decided for.")
                Long observedGeneration,
        @JsonPropertyDescription(
                        "When the status last changed, RFC 3339; absent before the operator has seen the object.")
                @Size(max = 40)
                String lastTransitionTime) {}
