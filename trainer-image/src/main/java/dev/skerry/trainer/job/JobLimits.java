package dev.skerry.trainer.job;

import dev.skerry.api.wire.JobFile;
import java.time.Duration;

/**
 * What a program may count on when it saves and stops.
 *
 * @param save a last checkpoint gets, of the grace period
 * @param checkpointEvery between two that go to object storage
 * @param checkpointsKept of this pod there: one may be named in a status that is a little old
 */
record JobLimits(Duration grace, Duration save, Duration checkpointEvery, int checkpointsKept) {
    /** Is left of the grace period for what must be said when nothing else has worked. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(6);

    static final JobLimits USUAL = of(JobFile.Limits.USUAL);

    static JobLimits of(JobFile.Limits limits) {
        return new JobLimits(
                Duration.ofSeconds(limits.graceSeconds()),
                Duration.ofSeconds(limits.saveSeconds()),
                Duration.ofSeconds(limits.checkpointSeconds()),
                limits.checkpointsKept());
    }

    /** Whether a program can keep to them. */
    static boolean areSound(JobFile.Limits limits) {
        return limits.graceSeconds() >= 10
                && limits.graceSeconds() <= 86_400
                && limits.saveSeconds() >= 1
                && limits.saveSeconds() <= limits.graceSeconds() - LAST_WORDS.toSeconds()
                && limits.checkpointSeconds() >= 1
                && limits.checkpointSeconds() <= 86_400
                && limits.checkpointsKept() >= 1
                && limits.checkpointsKept() <= 100;
    }

    /** From a stop until the work has ended, saved and reported. */
    Duration end() {
        return grace.minus(LAST_WORDS);
    }
}
