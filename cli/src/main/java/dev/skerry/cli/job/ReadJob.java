package dev.skerry.cli.job;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionJobStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;

/**
 * An IngestionJob as it was read; what a cluster of another version says besides is passed over.
 *
 * @param spec an object, perhaps empty
 * @param status empty until the operator has written one
 */
record ReadJob(
        String namespace,
        String name,
        long generation,
        JsonNode spec,
        Optional<IngestionJobStatus> status) {
    private static final ObjectMapper TOLERANT =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static ReadJob of(GenericKubernetesResource resource) {
        JsonNode all = TOLERANT.valueToTree(resource);
        JsonNode status = all.path("status");
        var meta = resource.getMetadata();
        return new ReadJob(
                meta.getNamespace(),
                meta.getName(),
                meta.getGeneration() == null ? 0 : meta.getGeneration(),
                all.path("spec"),
                status.isObject()
                        ? Optional.of(TOLERANT.convertValue(status, IngestionJobStatus.class))
                        : Optional.empty());
    }

    /** As kubectl names it. */
    String title() {
        return "ingestionjob/" + name;
    }

    String phase() {
        return JobLines.phase(status.orElse(null));
    }

    /** 0 before the first. */
    int run() {
        return status.map(IngestionJobStatus::run).orElse(0);
    }

    String waitingOn() {
        return status.map(IngestionJobStatus::waitingOn).orElse("");
    }

    /** Whether the status is about the spec as it stands. */
    boolean isObserved() {
        return status.map(IngestionJobStatus::observedGeneration).orElse(-1L) >= generation;
    }

    /** Whether nothing more will happen by itself. */
    boolean isOver() {
        boolean ended = phase().equals("Succeeded") || phase().equals("Failed");
        return isObserved() && (ended || JobLines.isStuck(status.orElse(null)));
    }
}
