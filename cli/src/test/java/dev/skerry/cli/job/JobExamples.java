package dev.skerry.cli.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;

/** Jobs and pods as an API server gives them. */
final class JobExamples {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JobExamples() {}

    static ReadJob job(String spec, String status) {
        return ReadJob.of(
                read(
                        """
                        {"apiVersion": "skerry.dev/v1alpha1", "kind": "IngestionJob",
                         "metadata": {"name": "app", "namespace": "team-a", "generation": 2},
                         "spec": %s, "status": %s}
                        """
                                .formatted(spec, status),
                        GenericKubernetesResource.class));
    }

    static Pod pod(String name, int run, int attempt, String created, String status) {
        return read(
                """
                {"metadata": {"name": "%s", "creationTimestamp": "%s",
                  "labels": {"skerry.dev/run": "%d", "skerry.dev/attempt": "%d"}},
                 "status": %s}
                """
                        .formatted(name, created, run, attempt, status),
                Pod.class);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
