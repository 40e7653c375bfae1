package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJobSpec;

/** The spec of a simulated job, as far as somebody changes it. */
final class SimulatedSpec {
    private SimulatedSpec() {}

    static IngestionJobSpec of(String revision, String collection, boolean suspend) {
        return new IngestionJobSpec(
                new IngestionJobSpec.Repository(
                        "https://git.example.org/x.git", revision, null, null, null, null, null),
                null,
                null,
                new IngestionJobSpec.Collection(collection, null),
                null,
                null,
                null,
                null,
                null,
                suspend,
                null,
                null,
                500,
                600,
                null);
    }
}
