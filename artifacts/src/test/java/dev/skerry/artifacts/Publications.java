package dev.skerry.artifacts;

import dev.skerry.api.wire.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Publications for tests. */
final class Publications {

    private Publications() {}

    static Path file(Path folder, String name, int bytes, int seed) throws IOException {
        var content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return Files.write(folder.resolve(name + "-" + seed), content);
    }

    static Publication by(String podUid, Map<String, Path> files) {
        return new Publication(
                "demo",
                "code",
                "embeddings",
                "embeddings",
                files,
                null,
                null,
                List.of(),
                Map.of("dimensions", "64"),
                new Manifest.Provenance(
                        "job-1",
                        1,
                        1,
                        podUid,
                        null,
                        null,
                        null,
                        "abc",
                        null,
                        "2026-01-01T00:00:00Z"));
    }
}
