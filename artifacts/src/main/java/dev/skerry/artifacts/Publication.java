package dev.skerry.artifacts;

import static java.util.Objects.requireNonNull;

import dev.skerry.api.wire.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to become an artifact's next version.
 *
 * @param kind see {@link Manifest}
 * @param files local files by their name in the artifact
 * @param provenance {@code jobUid}, {@code run} and {@code podUid} together are the producer, who
 *     publishes once
 */
public record Publication(
        String namespace,
        String name,
        String kind,
        String engine,
        Map<String, Path> files,
        Map<String, Object> inputSchema,
        Map<String, Object> outputSchema,
        List<String> capabilities,
        Map<String, String> properties,
        Manifest.Provenance provenance) {

    public Publication {
        ObjectKeys.requireNamespace(namespace);
        ObjectKeys.requireName(name);
        requireNonNull(kind);
        files = Map.copyOf(files);
        files.keySet().forEach(ObjectKeys::requireFile);
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    "files: is empty; an artifact has at least one file");
        }
        capabilities = List.copyOf(capabilities);
        properties = Map.copyOf(properties);
        ObjectKeys.requireUid(provenance.jobUid());
        ObjectKeys.requireUid(provenance.podUid());
        requireNonNull(provenance.run(), "provenance.run");
    }

    Manifest manifest(List<Manifest.Entry> entries) {
        return new Manifest(
                Manifest.VERSION,
                kind,
                engine,
                entries,
                inputSchema,
                outputSchema,
                capabilities,
                properties,
                provenance);
    }
}
