package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/** What a succeeded IngestionJob left behind. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record IngestionResult(
        @JsonPropertyDescription("run_id of the points that count.") @Size(max = 128) String runId,
        @JsonPropertyDescription("Commit that was ingested.") @Size(max = 64) String commit,
        @JsonPropertyDescription("Full name of the collection, NAMESPACE.NAME.") @Size(max = 255)
                String collection,
        @JsonPropertyDescription("The same vectors as an artifact.") PublishedArtifact artifact,
        @JsonPropertyDescription("Source files, each one a vector.") @Min(0) Long files,
        @JsonPropertyDescription("Distinct pairs of files of which one imports the other.") @Min(0)
                Long edges,
        @JsonPropertyDescription("Imports of things outside the repository.") @Min(0) Long external,
        @JsonPropertyDescription("Imports of something in the repository that is not there.")
                @Min(0)
                Long unresolved,
        @JsonPropertyDescription("Files without any edge.") @Min(0) Long isolated) {}
