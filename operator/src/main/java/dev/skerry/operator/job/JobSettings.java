package dev.skerry.operator.job;

import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.job.decide.JobPolicy;
import dev.skerry.operator.report.ReportCa;
import dev.skerry.operator.workload.SchedulingRules;
import dev.skerry.operator.workload.Surroundings;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The part of the configuration that concerns all jobs, as values. */
@Startup
@ApplicationScoped
public class JobSettings {
    private final OperatorConfig config;
    private final ReportCa ca;

    JobSettings(OperatorConfig config, ReportCa ca) {
        this.config = config;
        this.ca = ca;
    }

    /**
     * @param activeDeadline of jobs of the kind that name none
     */
    JobPolicy policy(Optional<Duration> activeDeadline) {
        return new JobPolicy(
                config.storage().bucket(),
                config.storage().allowedBuckets().orElse(Set.of()),
                config.report().interval(),
                SchedulingRules.of(config.scheduling()),
                activeDeadline);
    }

    /** With the CA certificates as they are now. */
    Surroundings surroundings() {
        var storage = config.storage();
        return new Surroundings(
                config.report().url().toString().replaceAll("/+$", ""),
                ca.pem(),
                (int) Math.max(1, config.report().interval().toSeconds()),
                Map.of(
                        "AWS_ENDPOINT_URL_S3",
                        storage.workloadEndpoint().orElse(storage.endpoint()).toString(),
                        "AWS_REGION",
                        storage.region()),
                storage.secretName());
    }
}
