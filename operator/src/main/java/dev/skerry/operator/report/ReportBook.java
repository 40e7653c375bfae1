package dev.skerry.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.skerry.api.wire.Report;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What pods have reported to this process, in memory. Of each job only the newest pod is kept; a
 * job that has not reported for an hour is forgotten.
 */
@ApplicationScoped
public class ReportBook {
    private final Cache<String, ReportHistory> histories =
            Caffeine.newBuilder().maximumSize(20_000).expireAfterWrite(Duration.ofHours(1)).build();

    /** All that was heard of the job with this uid. */
    public Optional<ReportHistory> of(String jobUid) {
        return Optional.ofNullable(histories.getIfPresent(jobUid));
    }

    void forget(String jobUid) {
        histories.invalidate(jobUid);
    }

    /** Adds a report; empty where its pod has sent one with this or a later number before. */
    Optional<ReportHistory> add(
            String jobUid,
            String podUid,
            Report<JsonNode> report,
            Instant now,
            Duration allowedGap) {
        boolean[] added = {false};
        var history =
                histories
                        .asMap()
                        .compute(
                                jobUid,
                                (key, before) -> {
                                    if (before == null || !before.podUid().equals(podUid)) {
                                        added[0] = true;
                                        return ReportHistory.first(podUid, report, now);
                                    }
                                    if (report.seq() <= before.latest().seq()) return before;
                                    added[0] = true;
                                    return before.then(report, now, allowedGap);
                                });
        return added[0] ? Optional.of(history) : Optional.empty();
    }
}
