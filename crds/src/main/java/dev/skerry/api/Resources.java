package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Compute of one pod, as in a container's {@code resources}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Resources(
        @JsonPropertyDescription(
                        "What the pod is sure to get, such as cpu: 500m and memory: 512Mi.")
                @Size(max = 16)
                Map<String, Quantity> requests,
        @JsonPropertyDescription(
                        "What the pod may use at most; over the memory limit it is killed and the attempt counts as OutOfMemory.")
                @Size(max = 16)
                Map<String, Quantity> limits) {}
