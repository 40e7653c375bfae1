package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** Where and in which order pods run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Scheduling(
        @JsonPropertyDescription(
                        "Kueue LocalQueue; the Job is then created suspended and Kueue admits it.")
                @Pattern(DNS_LABEL)
                @Size(max = 63)
                String queueName,
        @JsonPropertyDescription("PriorityClass of the pods.") @Size(max = 253)
                String priorityClassName,
        @JsonPropertyDescription("Labels that a node must have.") @Size(max = 32)
                Map<String, @Size(max = 63) String> nodeSelector,
        @JsonPropertyDescription("Taints that the pods tolerate.") @Size(max = 32)
                List<Toleration> tolerations,
        @JsonPropertyDescription("RuntimeClass of the pods.") @Size(max = 253)
                String runtimeClassName,
        @JsonPropertyDescription(
                        "ServiceAccount of the pods. Default: the namespace's default one.")
                @Size(max = 253)
                String serviceAccountName,
        @JsonPropertyDescription("Secrets with which the image is pulled.") @Size(max = 16)
                List<SecretRef> imagePullSecrets) {
    static final String DNS_LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
}
