package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJobSpec;
import dev.skerry.operator.report.ReportHistory;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the installation's configuration says about ingestion jobs.
 *
 * @param bucket used where the spec names none
 * @param allowedBuckets further ones that a spec may name
 * @param fileUrls whether file:// repositories may be read
 * @param reportInterval wished time between two reports of a pod
 * @param scheduling what specs may ask of the scheduler
 * @param activeDeadline of jobs that name none
 */
record IngestionJobPolicy(
        String bucket,
        Set<String> allowedBuckets,
        boolean fileUrls,
        Duration reportInterval,
        SchedulingRules scheduling,
        Optional<Duration> activeDeadline) {

    /** For how long a job may run, over all attempts of a run. */
    Optional<Duration> activeDeadline(IngestionJobSpec spec) {
        return Optional.ofNullable(spec.activeDeadlineSeconds())
                .map(Duration::ofSeconds)
                .or(() -> activeDeadline);
    }

    /** Reports older than this are late: three were missed. */
    Duration freshFor() {
        return ReportHistory.freshFor(reportInterval);
    }
}
