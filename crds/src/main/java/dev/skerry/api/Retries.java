package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How many further attempts a run gets after a failure of each class. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Retries(
        @JsonPropertyDescription("After the program failed. Default 2.")
                @Default("2")
                @Min(0)
                @Max(100)
                Integer app,
        @JsonPropertyDescription("After it ran out of memory. Default 1.")
                @Default("1")
                @Min(0)
                @Max(100)
                Integer oom,
        @JsonPropertyDescription(
                        "After it used more local disk than its limit of ephemeral-storage. Default 1.")
                @Default("1")
                @Min(0)
                @Max(100)
                Integer disk,
        @JsonPropertyDescription(
                        "After S3, the vector store or the Git server stayed away. Default 5.")
                @Default("5")
                @Min(0)
                @Max(100)
                Integer service,
        @JsonPropertyDescription("After it stopped making progress. Default 2.")
                @Default("2")
                @Min(0)
                @Max(100)
                Integer hung,
        @JsonPropertyDescription("After the cluster took the pod away. Default 50.")
                @Default("50")
                @Min(0)
                @Max(1000)
                Integer preempted,
        @JsonPropertyDescription("After the node was lost. Default 10.")
                @Default("10")
                @Min(0)
                @Max(100)
                Integer node) {}
