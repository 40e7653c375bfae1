package dev.skerry.operator.ingestion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionResult;
import dev.skerry.api.PublishedArtifact;
import dev.skerry.api.wire.Places;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Results of programs on their way into status: only what status can hold, and what can be. */
final class IngestionResults {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern COMMIT = Pattern.compile("[0-9a-zA-Z]{1,64}");
    private static final Pattern VERSION = Pattern.compile("v[0-9]{1,15}");
    private static final long MOST_FILES = 100_000_000;
    private static final long MOST_EDGES = 100_000_000_000L;

    private IngestionResults() {}

    static Optional<IngestionResult> read(JsonNode said) {
        try {
            return Optional.ofNullable(JSON.treeToValue(said, IngestionResult.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The same figures at places of our own naming. */
    static IngestionResult at(
            IngestionResult said,
            String collection,
            String bucket,
            String namespace,
            String artifact) {
        var published =
                Optional.ofNullable(said.artifact())
                        .map(PublishedArtifact::version)
                        .map(
                                version ->
                                        new PublishedArtifact(
                                                artifact,
                                                version,
                                                "s3://%s/%s"
                                                        .formatted(
                                                                bucket,
                                                                Places.artifact(
                                                                        namespace, artifact,
                                                                        version))));
        return new IngestionResult(
                said.runId(),
                said.commit(),
                collection,
                published.orElse(null),
                said.files(),
                said.edges(),
                said.external(),
                said.unresolved(),
                said.isolated());
    }

    /** Whether status can hold it, and its figures can be. */
    static boolean isSound(IngestionResult result, String collection) {
        return isCount(result.files(), MOST_FILES)
                && isCount(result.edges(), MOST_EDGES)
                && result.commit() != null
                && COMMIT.matcher(result.commit()).matches()
                && (result.collection() == null || result.collection().equals(collection))
                && Stream.of(result.external(), result.unresolved(), result.isolated())
                        .allMatch(n -> n == null || isCount(n, MOST_EDGES))
                && (result.artifact() == null
                        || result.artifact().version() != null
                                && VERSION.matcher(result.artifact().version()).matches());
    }

    private static boolean isCount(Long figure, long most) {
        return figure != null && figure >= 0 && figure <= most;
    }
}
