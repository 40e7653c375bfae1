package dev.skerry.trainer.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Job files as the operator writes them, and spoiled ones. */
final class JobFiles {

    static final String POD = "3f7a1c52-0000-4000-8000-000000000001";
    static final String JOB = "8d1e6a10-0000-4000-8000-000000000002";

    private static final ObjectMapper JSON = new ObjectMapper();

    private JobFiles() {}

    static byte[] good() {
        return with(file -> {});
    }

    /** A good one after a change. */
    static byte[] with(Consumer<ObjectNode> change) {
        try {
            var file =
                    (ObjectNode)
                            JSON.readTree(
                                    """
                                    {"version": 1, "kind": "IngestionJob", "namespace": "demo", "name": "flask",
                                     "uid": "%s", "run": 2, "attempt": 3,
                                     "reportUrl": "https://127.0.0.1:1/v1/reports/demo/ingestionjobs/flask",
                                     "intervalSeconds": 10,
                                     "storage": {"bucket": "skerry", "artifactName": "flask",
                                                 "artifactPrefix": "artifacts/demo/flask/",
                                                 "checkpointPrefix": "checkpoints/demo/%s/r2-a3-POD_UID/",
                                                 "reportKey": "reports/demo/%s/POD_UID.json"},
                                     "vectors": {"collection": "demo.code", "runId": "r2-a3-POD_UID"},
                                     "spec": {"repository": {"url": "https://example.org/flask.git"}}}"""
                                            .formatted(JOB, JOB, JOB));
            change.accept(file);
            return JSON.writeValueAsBytes(file);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
