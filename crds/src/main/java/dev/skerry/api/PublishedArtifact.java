package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** A version of an artifact in object storage. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PublishedArtifact(
        @JsonPropertyDescription("Name of the artifact.") @Size(max = 63) String name,
        @JsonPropertyDescription("Version, such as v4.") @Size(max = 16) String version,
        @JsonPropertyDescription("Where it lies, such as s3://skerry/artifacts/demo/flask/v4/.")
                @Size(max = 1024)
                String uri) {}
