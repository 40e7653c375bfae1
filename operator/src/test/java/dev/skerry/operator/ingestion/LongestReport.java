package dev.skerry.operator.ingestion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionResult;
import dev.skerry.api.PublishedArtifact;
import dev.skerry.api.wire.Report;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import java.util.TreeMap;

/** A report that says as much as one may, in words as long as they may be. */
final class LongestReport {
    private static final int LONGEST_METRIC = 64;
    private static final int RESULT_FROM = 150;

    private LongestReport() {}

    /**
     * @param number chooses how much: counters and metrics, percent, step; above 150 also a result
     */
    static Report<JsonNode> of(
            String namespace, String uid, ChildJob job, ChildPod pod, int number, String text) {
        var counters = new TreeMap<String, Long>();
        var metrics = new TreeMap<String, String>();
        var words = text.length() > LONGEST_METRIC ? text.substring(0, LONGEST_METRIC) : text;
        for (int i = 0; i < number % 33; i++) {
            counters.put("counter" + "x".repeat(50) + i, Long.MAX_VALUE - i);
            metrics.put("metric" + "x".repeat(50) + i, words);
        }
        counters.put("files", (long) number);
        var runId = "r%d-a%d-%s".formatted(job.run(), job.attempt(), pod.uid());
        return new Report<>(
                job.run(),
                job.attempt(),
                1L,
                "S" + "t".repeat(31),
                number % 101,
                counters,
                metrics,
                "checkpoints/%s/%s/%s/%d/".formatted(namespace, uid, runId, number),
                number > RESULT_FROM ? new ObjectMapper().valueToTree(result(runId)) : null,
                null,
                null);
    }

    private static IngestionResult result(String runId) {
        return new IngestionResult(
                runId,
                "0".repeat(64),
                null,
                new PublishedArtifact(
                        "a".repeat(63), "v" + "1".repeat(15), "s3://" + "u".repeat(300)),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE);
    }
}
