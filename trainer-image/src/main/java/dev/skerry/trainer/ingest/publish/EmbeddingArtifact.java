package dev.skerry.trainer.ingest.publish;

import dev.skerry.api.wire.Manifest;
import dev.skerry.artifacts.Publication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The vectors as an artifact: what an {@code embeddings} engine needs to serve them. */
public final class EmbeddingArtifact {

    /** What every such artifact has. */
    private static final List<String> REQUIRED = List.of("vectors.f32", "files.tsv", "edges.tsv");

    private static final List<String> OPTIONAL =
            List.of("external.tsv", "unresolved.tsv", "report.json");

    private EmbeddingArtifact() {}

    /**
     * Describes a folder that holds at least {@code vectors.f32}, {@code files.tsv} and {@code
     * edges.tsv}.
     *
     * @param rows of {@code vectors.f32}, each of {@code dimensions} float32
     */
    public static Publication of(
            String namespace,
            String name,
            Path folder,
            int rows,
            int dimensions,
            Manifest.Provenance provenance) {
        var files = new LinkedHashMap<String, Path>();
        for (var file : REQUIRED) {
            var path = folder.resolve(file);
            if (!Files.isRegularFile(path)) {
                throw new IllegalArgumentException(
                        "%s: has no %s; write the result there first".formatted(folder, file));
            }
            files.put(file, path);
        }
        for (var file : OPTIONAL) {
            var path = folder.resolve(file);
            if (Files.isRegularFile(path)) {
                files.put(file, path);
            }
        }
        return new Publication(
                namespace,
                name,
                "embeddings",
                "embeddings",
                files,
                null,
                null,
                List.of("nearest"),
                Map.of(
                        "dimensions", Integer.toString(dimensions),
                        "rows", Integer.toString(rows),
                        "dtype", "float32",
                        "byteOrder", "little-endian",
                        "distance", "cosine"),
                provenance);
    }
}
