package dev.skerry.cli.job;

import dev.skerry.api.Attempt;
import dev.skerry.api.Condition;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.Progress;
import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** An IngestionJob's status as lines for a person. Pure. */
public final class JobLines {
    static final List<String> STAGES =
            List.of("Fetch", "Parse", "Resolve", "Graph", "Embed", "Publish");

    private static final int BAR = 36;

    private JobLines() {}

    /**
     * Stages, bar and counters of a job that runs.
     *
     * @param spinner the sign for what is under way
     */
    public static List<String> running(
            IngestionJobStatus status, String spinner, Duration elapsed, Paint paint) {
        List<String> lines = new ArrayList<>();
        Progress progress = status == null ? null : status.progress();
        String phase = phase(status);
        lines.add(
                "  "
                        + stages(
                                progress == null ? "" : text(progress.stage()),
                                spinner,
                                phase,
                                paint));
        int percent = progress == null || progress.percent() == null ? 0 : progress.percent();
        String eta =
                progress == null || progress.etaSeconds() == null
                        ? ""
                        : ", about "
                                + Texts.clock(Duration.ofSeconds(progress.etaSeconds()))
                                + " left";
        lines.add(
                "  "
                        + paint.cyan(Texts.bar(percent / 100.0, BAR))
                        + " %3d %%  ".formatted(percent)
                        + paint.dim(Texts.clock(elapsed) + eta));
        lines.add("  " + figures(progress));
        String waiting = waiting(status);
        if (!waiting.isEmpty()) lines.add("  " + paint.yellow("waiting: ") + waiting);
        return lines;
    }

    /** The same in one line, for a log. */
    public static String plain(IngestionJobStatus status) {
        Progress progress = status == null ? null : status.progress();
        String waiting = waiting(status);
        if (progress == null) return phase(status) + (waiting.isEmpty() ? "" : ": " + waiting);
        String eta =
                progress.etaSeconds() == null
                        ? ""
                        : ", " + Texts.clock(Duration.ofSeconds(progress.etaSeconds())) + " left";
        return "%s %d %%%s: %s"
                .formatted(
                        text(progress.stage()),
                        progress.percent() == null ? 0 : progress.percent(),
                        eta,
                        figures(progress));
    }

    private static String stages(String current, String spinner, String phase, Paint paint) {
        var line = new StringJoiner("  ");
        boolean succeeded = phase.equals("Succeeded");
        int at = succeeded ? STAGES.size() : STAGES.indexOf(current);
        if (at < 0) line.add(paint.cyan(spinner) + " " + phase);
        for (int i = 0; i < STAGES.size(); i++) {
            String stage = STAGES.get(i);
            if (i < at) line.add(paint.green("✓") + " " + stage);
            else if (i == at) line.add(paint.cyan(spinner) + " " + paint.bold(stage));
            else line.add(paint.dim("· " + stage));
        }
        return line.toString();
    }

    /** Files, edges, epoch, loss, points: what there is of them. */
    static String figures(Progress progress) {
        if (progress == null) return "";
        Map<String, Long> counters = progress.counters() == null ? Map.of() : progress.counters();
        Map<String, String> metrics = progress.metrics() == null ? Map.of() : progress.metrics();
        var line = new StringJoiner(" · ");
        of(line, counters, "files", "filesTotal", "files");
        of(line, counters, "edges", null, "edges");
        of(line, counters, "external", null, "external");
        of(line, counters, "unresolved", null, "unresolved");
        if (metrics.containsKey("epoch")) {
            line.add(
                    "epoch " + metrics.get("epoch") + " of " + metrics.getOrDefault("epochs", "?"));
        }
        if (metrics.containsKey("loss")) line.add("loss " + metrics.get("loss"));
        if (counters.getOrDefault("points", 0L) > 0)
            of(line, counters, "points", "pointsTotal", "points");
        return line.toString();
    }

    private static void of(
            StringJoiner line, Map<String, Long> counters, String key, String total, String word) {
        Long value = counters.get(key);
        if (value == null) return;
        Long all = total == null ? null : counters.get(total);
        line.add(
                Texts.count(value)
                        + (all == null || all.equals(value) ? "" : "/" + Texts.count(all))
                        + " "
                        + word);
    }

    /** Why a job failed or cannot start: its conditions, its last words, what it waits for. */
    public static List<String> failed(IngestionJobStatus status) {
        List<String> lines = new ArrayList<>();
        if (status == null) return List.of("the operator has not seen it");
        for (Condition condition :
                status.conditions() == null ? List.<Condition>of() : status.conditions()) {
            boolean tells =
                    List.of("Ready", "Stalled").contains(condition.type())
                            || "False".equals(condition.status())
                                    && List.of("Accepted", "StorageReady", "CollectionReady")
                                            .contains(condition.type());
            if (tells && condition.message() != null && !condition.message().isEmpty()) {
                lines.add(
                        Texts.pad(condition.type() + "=" + condition.status(), 22)
                                + condition.reason()
                                + ": "
                                + condition.message());
            }
        }
        if (!waiting(status).isEmpty()) lines.add(Texts.pad("waiting on", 22) + waiting(status));
        for (Attempt attempt : status.attempts() == null ? List.<Attempt>of() : status.attempts()) {
            Optional<String> why = why(attempt);
            if (why.isEmpty()) continue;
            lines.add(
                    Texts.pad("attempt " + attempt.number(), 22)
                            + why.get()
                            + (attempt.exitCode() == null
                                    ? ""
                                    : ", exit code " + attempt.exitCode())
                            + (attempt.message() == null ? "" : ": " + attempt.message().strip()));
        }
        return lines;
    }

    /** Its class where an attempt failed, else why it was ended. */
    static Optional<String> why(Attempt attempt) {
        return Optional.ofNullable(attempt.failureClass())
                .or(() -> Optional.ofNullable(attempt.ending()));
    }

    public static String phase(IngestionJobStatus status) {
        return status == null || status.phase() == null ? "Pending" : status.phase();
    }

    /** Whether the job will not go on without the user. */
    public static boolean isStuck(IngestionJobStatus status) {
        return status != null
                && status.conditions() != null
                && status.conditions().stream()
                        .anyMatch(c -> "Stalled".equals(c.type()) && "True".equals(c.status()));
    }

    private static String waiting(IngestionJobStatus status) {
        return status == null ? "" : text(status.waitingOn());
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }
}
