package dev.skerry.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.api.wire.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What this operator process has heard from one pod. All times are the operator's.
 *
 * @param latest the newest accepted report
 * @param firstAt when the first one was accepted by this process
 * @param latestAt when the newest one was accepted
 * @param movedAt when the newest report last differed from the one before in anything but its
 *     number and time, a percentage that fell aside; {@code firstAt} until it does
 */
public record ReportHistory(
        String podUid,
        Report<JsonNode> latest,
        Instant firstAt,
        Instant latestAt,
        Instant movedAt) {

    /**
     * How long a report is fresh where one is wished for each {@code interval}: three may be
     * missed.
     */
    public static Duration freshFor(Duration interval) {
        return interval.multipliedBy(3).plusSeconds(5);
    }

    /** The history of a pod's first report. */
    public static ReportHistory first(String podUid, Report<JsonNode> report, Instant now) {
        return new ReportHistory(podUid, report, now, now, now);
    }

    /**
     * The same history with one more report.
     *
     * @param allowedGap after a longer silence nothing is known about the time between: movement is
     *     counted anew
     */
    public ReportHistory then(Report<JsonNode> report, Instant now, Duration allowedGap) {
        boolean gap = Duration.between(latestAt, now).compareTo(allowedGap) > 0;
        boolean moved = gap || moved(latest, report);
        return new ReportHistory(podUid, report, firstAt, now, moved ? now : movedAt);
    }

    private static boolean moved(Report<JsonNode> before, Report<JsonNode> after) {
        return !Objects.equals(after.stage(), before.stage())
                || rose(before.percent(), after.percent())
                || !Objects.equals(after.counters(), before.counters())
                || !Objects.equals(after.metrics(), before.metrics())
                || !Objects.equals(after.checkpoint(), before.checkpoint());
    }

    private static boolean rose(Integer before, Integer after) {
        return after != null && (before == null || after > before);
    }

    /** Whether the program kept reporting over the whole {@code timeout} and nothing moved. */
    public boolean stalled(Duration timeout, Duration fresh, Instant now) {
        return fresh(fresh, now) && Duration.between(movedAt, now).compareTo(timeout) >= 0;
    }

    /** Whether the newest report is younger than {@code age}. */
    public boolean fresh(Duration age, Instant now) {
        return Duration.between(latestAt, now).compareTo(age) < 0;
    }
}
