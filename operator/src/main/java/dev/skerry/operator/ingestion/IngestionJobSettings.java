package dev.skerry.operator.ingestion;

import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.ingestion.IngestionJobResources.Surroundings;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The part of the configuration that concerns ingestion jobs, as values. */
@Startup
@ApplicationScoped
class IngestionJobSettings {
    private final IngestionJobPolicy policy;
    private final Surroundings surroundings;

    IngestionJobSettings(OperatorConfig config) {
        policy =
                new IngestionJobPolicy(
                        config.storage().bucket(),
                        config.storage().allowedBuckets().orElse(Set.of()),
                        config.ingestion().allowFileUrls(),
                        config.report().interval());
        surroundings =
                new Surroundings(
                        config.image().trainer(),
                        config.report().url().toString().replaceAll("/+$", ""),
                        read(config.report().caFile()),
                        (int) Math.max(1, config.report().interval().toSeconds()),
                        config.storage().bucket(),
                        Map.of(
                                "AWS_ENDPOINT_URL_S3",
                                        config.storage()
                                                .workloadEndpoint()
                                                .orElse(config.storage().endpoint())
                                                .toString(),
                                "AWS_REGION", config.storage().region(),
                                "QDRANT_URL",
                                        config.vectors()
                                                .workloadUrl()
                                                .orElse(config.vectors().url())
                                                .toString()),
                        config.storage().secretName(),
                        config.ingestion().allowFileUrls(),
                        config.ingestion().allowPrivateAddresses());
    }

    private static String read(Path caFile) {
        try {
            return Files.readString(caFile);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "skerry.report.ca-file: "
                            + caFile
                            + " cannot be read; give a PEM file of CA certificates",
                    e);
        }
    }

    IngestionJobPolicy policy() {
        return policy;
    }

    Surroundings surroundings() {
        return surroundings;
    }
}
