package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJob;
import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.job.JobEvents;
import dev.skerry.operator.metrics.JobMetrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** The parts of the kind that are made from configuration. */
class IngestionJobs {

    @Produces
    @Singleton
    IngestionKind kind(OperatorConfig config) {
        var vectors = config.vectors();
        return new IngestionKind(
                new IngestionPod(
                        config.image().trainer(),
                        config.ingestion().allowFileUrls(),
                        config.ingestion().allowPrivateAddresses(),
                        config.ingestion().deniedNetworks().orElse(Set.of()),
                        vectors.workloadUrl().orElse(vectors.url()).toString()));
    }

    @Produces
    @Singleton
    JobEvents<IngestionJob> events(IngestionKind kind, JobMetrics metrics) {
        return new JobEvents<>(IngestionJob.class, kind, metrics);
    }
}
