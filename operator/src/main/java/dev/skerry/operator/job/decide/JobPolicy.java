package dev.skerry.operator.job.decide;

import dev.skerry.api.JobSpec;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.workload.SchedulingRules;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the installation's configuration says about jobs.
 *
 * @param bucket used where the spec names none
 * @param allowedBuckets further ones that a spec may name
 * @param reportInterval wished time between two reports of a pod
 * @param scheduling what specs may ask of the scheduler
 * @param activeDeadline of jobs that name none
 */
public record JobPolicy(
        String bucket,
        Set<String> allowedBuckets,
        Duration reportInterval,
        SchedulingRules scheduling,
        Optional<Duration> activeDeadline) {

    /** For how long a job may run, over all attempts of a run. */
    Optional<Duration> activeDeadline(JobSpec spec) {
        return Optional.ofNullable(spec.activeDeadlineSeconds())
                .map(Duration::ofSeconds)
                .or(() -> activeDeadline);
    }

    /** Reports older than this are late: three were missed. */
    Duration freshFor() {
        return ReportHistory.freshFor(reportInterval);
    }
}
