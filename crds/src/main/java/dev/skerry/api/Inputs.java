package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * What a run was started for, so that only a change of it starts another.
 *
 * @param digest SHA-256 over the run-relevant fields of the spec that differ from their defaults
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Inputs(
        @JsonPropertyDescription("Generation of the spec at the start.") Long generation,
        @JsonPropertyDescription("Fingerprint of the fields whose change starts a run.")
                @Size(max = 64)
                String digest,
        @JsonPropertyDescription(
                        "Fingerprint of the whole spec, but for ttlSecondsAfterFinished and deletionPolicy, that the last attempt began with.")
                @Size(max = 64)
                String spec)
        implements InputsBuilder.With {}
