package dev.skerry.api.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * {@code manifest.json} of an artifact or checkpoint, written after everything it names.
 *
 * @param version of this format, 1
 * @param kind {@code embeddings}, {@code model}, {@code program} or {@code checkpoint}
 * @param engine that can serve it, such as {@code embeddings} or {@code torch}
 * @param files by relative path
 * @param inputSchema JSON Schema of a request's input, absent where none applies
 * @param properties facts a reader needs, such as {@code dimensions}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
        int version,
        String kind,
        String engine,
        List<Entry> files,
        Map<String, Object> inputSchema,
        Map<String, Object> outputSchema,
        List<String> capabilities,
        Map<String, String> properties,
        Provenance provenance) {

    /** Version of the format that this code writes and reads. */
    public static final int VERSION = 1;

    /** One file with its lower-case hexadecimal SHA-256 and size in bytes. */
    public record Entry(String path, String sha256, long size) {}

    /** What made it. A publisher that finds its own (jobUid, run, podUid) has already published. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Provenance(
            String jobUid,
            Integer run,
            Integer attempt,
            String podUid,
            String imageDigest,
            String datasetDigest,
            String repository,
            String commit,
            String parent,
            String createdAt) {}
}
