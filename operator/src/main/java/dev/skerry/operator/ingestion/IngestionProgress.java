package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionReason;
import dev.skerry.api.Progress;
import dev.skerry.api.wire.Report;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.status.Texts;
import dev.skerry.operator.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a program says of its progress on its way into status, and the words for it. */
final class IngestionProgress {
    private static final int ETA_FROM_PERCENT = 5;
    private static final int MOST_COUNTERS = 12;
    private static final int MOST_METRICS = 8;

    /** What people look for comes before what a program adds of its own. */
    private static final List<String> KNOWN =
            List.of(
                    "files",
                    "filesTotal",
                    "edges",
                    "points",
                    "pointsTotal",
                    "external",
                    "unresolved",
                    "epoch",
                    "epochs",
                    "loss");

    private IngestionProgress() {}

    static void take(IngestionJobDraft draft, ReportHistory history, Instant runningSince) {
        var report = history.latest();
        int percent = percent(draft, report);
        var running = Duration.between(runningSince, history.latestAt()).toSeconds();
        Long eta =
                percent < ETA_FROM_PERCENT || percent >= 100
                        ? null
                        : Math.max(0, running * (100 - percent) / percent);
        draft.progress = Optional.of(shown(report, percent, eta, history));
        draft.advancedAt = Optional.of(history.movedAt());
        IngestionCheckpoints.take(draft, history);
    }

    /** Never falls within an attempt, whatever a program says. */
    private static int percent(IngestionJobDraft draft, Report report) {
        return Math.max(
                report.percent() == null ? 0 : report.percent(),
                draft.progress.map(Progress::percent).orElse(0));
    }

    private static Progress shown(Report report, int percent, Long eta, ReportHistory history) {
        return new Progress(
                report.stage(),
                percent,
                eta,
                first(report.counters(), MOST_COUNTERS),
                plain(first(report.metrics(), MOST_METRICS)),
                Timestamps.text(history.latestAt()));
    }

    private static Map<String, String> plain(Map<String, String> metrics) {
        if (metrics == null) return null;
        metrics.replaceAll((name, value) -> Texts.limited(value, 64));
        return metrics;
    }

    /** As many as status has room for. */
    static <V> Map<String, V> first(Map<String, V> all, int most) {
        if (all == null) return null;
        var chosen = new TreeMap<String, V>();
        all.keySet().stream()
                .sorted(
                        Comparator.comparingInt(IngestionProgress::rank)
                                .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .forEach(name -> chosen.put(name, all.get(name)));
        return chosen;
    }

    private static int rank(String name) {
        int known = KNOWN.indexOf(name);
        return known < 0 ? KNOWN.size() : known;
    }

    /** The last report of a program that has left its result. */
    static void takeLast(IngestionJobDraft draft, ReportHistory history) {
        var report = history.latest();
        draft.progress = Optional.of(shown(report, percent(draft, report), null, history));
        draft.advancedAt = Optional.of(history.movedAt());
    }

    static IngestionReason reason(String stage) {
        return switch (stage) {
            case "Fetch" -> IngestionReason.FETCHING;
            case "Parse" -> IngestionReason.PARSING;
            case "Resolve" -> IngestionReason.RESOLVING;
            case "Graph" -> IngestionReason.BUILDING_GRAPH;
            case "Embed" -> IngestionReason.EMBEDDING;
            case "Publish" -> IngestionReason.PUBLISHING;
            default -> IngestionReason.STARTING;
        };
    }

    static String sentence(Optional<Progress> progress) {
        if (progress.isEmpty()) return "the program runs and has not reported yet";
        var counters = Optional.ofNullable(progress.get().counters()).orElse(Map.of());
        var metrics = Optional.ofNullable(progress.get().metrics()).orElse(Map.of());
        return switch (Optional.ofNullable(progress.get().stage()).orElse("")) {
            case "Parse" ->
                    "%d of %d files"
                            .formatted(
                                    counters.getOrDefault("files", 0L),
                                    counters.getOrDefault("filesTotal", 0L));
            case "Embed" ->
                    "epoch %s of %s, loss %s"
                            .formatted(
                                    metrics.getOrDefault("epoch", "0"),
                                    metrics.getOrDefault("epochs", "?"),
                                    metrics.getOrDefault("loss", "?"));
            case "Publish" ->
                    "%d of %d points"
                            .formatted(
                                    counters.getOrDefault("points", 0L),
                                    counters.getOrDefault("pointsTotal", 0L));
            default ->
                    "%d %%"
                            .formatted(
                                    progress.get().percent() == null
                                            ? 0
                                            : progress.get().percent());
        };
    }
}
