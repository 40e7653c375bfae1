package dev.skerry.operator.ingestion;

import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.ingestion.IngestionJobResources.Surroundings;
import dev.skerry.operator.report.ReportCa;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;

/** The part of the configuration that concerns ingestion jobs, as values. */
@Startup
@ApplicationScoped
class IngestionJobSettings {
    private final OperatorConfig config;
    private final ReportCa ca;
    private final IngestionJobPolicy policy;

    IngestionJobSettings(OperatorConfig config, ReportCa ca) {
        this.config = config;
        this.ca = ca;
        policy =
                new IngestionJobPolicy(
                        config.storage().bucket(),
                        config.storage().allowedBuckets().orElse(Set.of()),
                        config.ingestion().allowFileUrls(),
                        config.report().interval(),
                        SchedulingRules.of(config.scheduling()),
                        config.ingestion().activeDeadline());
    }

    IngestionJobPolicy policy() {
        return policy;
    }

    /** With the CA certificates as they are now. */
    Surroundings surroundings() {
        var storage = config.storage();
        var vectors = config.vectors();
        return new Surroundings(
                config.image().trainer(),
                config.report().url().toString().replaceAll("/+$", ""),
                ca.pem(),
                (int) Math.max(1, config.report().interval().toSeconds()),
                storage.bucket(),
                Map.of(
                        "AWS_ENDPOINT_URL_S3",
                        storage.workloadEndpoint().orElse(storage.endpoint()).toString(),
                        "AWS_REGION",
                        storage.region(),
                        "QDRANT_URL",
                        vectors.workloadUrl().orElse(vectors.url()).toString()),
                storage.secretName(),
                config.ingestion().allowFileUrls(),
                config.ingestion().allowPrivateAddresses(),
                config.ingestion().deniedNetworks().orElse(Set.of()));
    }
}
