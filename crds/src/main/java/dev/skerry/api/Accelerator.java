package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Devices of one pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Accelerator(
        @JsonPropertyDescription("Extended resource that the nodes offer. Default nvidia.com/gpu.")
                @Default("nvidia.com/gpu")
                @Size(min = 1, max = 253)
                String resourceName,
        @JsonPropertyDescription("Devices for each pod. Default 1.") @Default("1") @Min(0) @Max(64)
                Integer count,
        @JsonPropertyDescription(
                        "Products that will do, as in the node label nvidia.com/gpu.product; empty means any.")
                @Size(max = 16)
                List<@Size(min = 1, max = 63) String> products) {}
