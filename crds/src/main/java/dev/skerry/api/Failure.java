package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** Why a run failed for good. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Failure(
        @JsonProperty("class")
                @JsonPropertyDescription(
                        "Class of the last attempt's failure, or Removed where somebody else removed its Job.")
                @Size(max = 32)
                String failureClass,
        @JsonPropertyDescription("What is wrong and what to change.") @Size(max = 512)
                String message) {}
