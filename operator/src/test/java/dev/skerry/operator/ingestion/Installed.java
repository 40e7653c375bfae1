package dev.skerry.operator.ingestion;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Policies of installations that configure little. */
final class Installed {
    /** Nothing is listed that specs may ask of the scheduler. */
    static final SchedulingRules RULES =
            new SchedulingRules(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private Installed() {}

    static IngestionJobPolicy policy(Set<String> moreBuckets, boolean fileUrls) {
        return policy(moreBuckets, fileUrls, Optional.empty());
    }

    static IngestionJobPolicy policy(
            Set<String> moreBuckets, boolean fileUrls, Optional<Duration> activeDeadline) {
        return new IngestionJobPolicy(
                "skerry", moreBuckets, fileUrls, Duration.ofSeconds(5), RULES, activeDeadline);
    }
}
