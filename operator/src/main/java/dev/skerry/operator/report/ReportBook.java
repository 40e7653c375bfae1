package dev.skerry.operator.report;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.skerry.api.wire.Report;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
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
    private final Cache<Key, ReportHistory> histories =
            Caffeine.newBuilder().maximumSize(20_000).expireAfterWrite(Duration.ofHours(1)).build();

    private record Key(String plural, ResourceID job) {}

    public Optional<ReportHistory> of(String plural, ResourceID job) {
        return Optional.ofNullable(histories.getIfPresent(new Key(plural, job)));
    }

    /** Adds a report; empty where its pod has sent one with this or a later number before. */
    Optional<ReportHistory> add(
            String plural, ResourceID job, String podUid, Report report, Instant now) {
        boolean[] added = {false};
        var history =
                histories
                        .asMap()
                        .compute(
                                new Key(plural, job),
                                (key, before) -> {
                                    if (before == null || !before.podUid().equals(podUid)) {
                                        added[0] = true;
                                        return ReportHistory.first(podUid, report, now);
                                    }
                                    if (report.seq() <= before.latest().seq()) return before;
                                    added[0] = true;
                                    return before.then(report, now);
                                });
        return added[0] ? Optional.of(history) : Optional.empty();
    }
}
