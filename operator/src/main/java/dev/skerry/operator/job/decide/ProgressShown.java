package dev.skerry.operator.job.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.api.ForeignText;
import dev.skerry.api.Progress;
import dev.skerry.api.wire.Report;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a program says of its progress on its way into status. */
final class ProgressShown {
    private static final int ETA_FROM_PERCENT = 5;
    private static final int MOST_COUNTERS = 12;
    private static final int MOST_METRICS = 8;
    private static final int LONGEST_METRIC = 64;

    private ProgressShown() {}

    /**
     * @param figures names that come before others
     */
    static <O> RunState<O> take(
            RunState<O> state, ReportHistory history, Instant runningSince, List<String> figures) {
        int percent = percent(state, history.latest());
        var running = Duration.between(runningSince, history.latestAt()).toSeconds();
        Long eta =
                percent < ETA_FROM_PERCENT || percent >= 100
                        ? null
                        : Math.max(0, running * (100 - percent) / percent);
        return shown(state, history, percent, eta, figures);
    }

    /** The last report of a program that has left its result. */
    static <O> RunState<O> takeLast(
            RunState<O> state, ReportHistory history, List<String> figures) {
        return shown(state, history, percent(state, history.latest()), null, figures);
    }

    /** Never falls within an attempt, whatever a program says. */
    private static int percent(RunState<?> state, Report<JsonNode> report) {
        return Math.max(
                report.percent() == null ? 0 : report.percent(),
                state.progress().map(Progress::percent).orElse(0));
    }

    private static <O> RunState<O> shown(
            RunState<O> state, ReportHistory history, int percent, Long eta, List<String> figures) {
        var report = history.latest();
        var progress =
                new Progress(
                        report.stage(),
                        percent,
                        eta,
                        first(report.counters(), MOST_COUNTERS, figures),
                        plain(first(report.metrics(), MOST_METRICS, figures)),
                        Timestamps.text(history.latestAt()));
        return state.with(
                s -> s.progress(Optional.of(progress)).advancedAt(Optional.of(history.movedAt())));
    }

    private static Map<String, String> plain(Map<String, String> metrics) {
        if (metrics == null) return null;
        metrics.replaceAll((name, value) -> ForeignText.limited(value, LONGEST_METRIC));
        return metrics;
    }

    /** As many as status has room for. */
    static <V> Map<String, V> first(Map<String, V> all, int most, List<String> figures) {
        if (all == null) return null;
        var chosen = new TreeMap<String, V>();
        all.keySet().stream()
                .sorted(
                        Comparator.comparingInt((String name) -> rank(name, figures))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .forEach(name -> chosen.put(name, all.get(name)));
        return chosen;
    }

    private static int rank(String name, List<String> figures) {
        int known = figures.indexOf(name);
        return known < 0 ? figures.size() : known;
    }
}
