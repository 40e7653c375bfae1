package dev.skerry.trainer.ingest;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * An ingestion on standard error: a bar for each stage on a terminal, else a line when a stage
 * ends.
 */
final class ConsoleListener implements IngestListener, AutoCloseable {

    private static final int UNITS = 1000;

    private final PrintStream out;
    private final boolean terminal;
    private Stage stage;
    private long started;
    private ProgressBar bar;
    private Map<String, String> metrics = Map.of();

    ConsoleListener(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void progress(IngestProgress progress) {
        if (progress.stage() != stage) {
            close();
            stage = progress.stage();
            started = System.nanoTime();
            metrics = Map.of();
            bar = terminal ? bar(stage) : null;
        }
        metrics = progress.metrics().isEmpty() ? metrics : progress.metrics();
        if (bar != null) {
            bar.stepTo(Math.round(progress.fraction() * UNITS));
            bar.setExtraMessage(text(progress));
        } else if (!terminal
                && progress.fraction() >= 1
                && progress.metrics().isEmpty()
                && started != 0) {
            var seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
            out.printf(Locale.ROOT, "%-8s %6.2f s %s%n", stage.label(), seconds, text(progress));
            started = 0;
        }
    }

    private ProgressBar bar(Stage stage) {
        boolean plain = System.getenv("NO_COLOR") != null;
        return new ProgressBarBuilder()
                .setTaskName(String.format(Locale.ROOT, "%-8s", stage.label()))
                .setInitialMax(UNITS)
                .setUpdateIntervalMillis(100)
                .setStyle(plain ? ProgressBarStyle.ASCII : ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .hideEta()
                .build();
    }

    private String text(IngestProgress progress) {
        var counters = progress.counters();
        return switch (progress.stage()) {
            case FETCH ->
                    counters.filesTotal() > 0
                            ? "%d source files".formatted(counters.filesTotal())
                            : metrics.getOrDefault("bytes", "0") + " bytes";
            case PARSE -> "%d of %d files".formatted(counters.files(), counters.filesTotal());
            case RESOLVE, GRAPH ->
                    "%d edges, %d external, %d unresolved"
                            .formatted(
                                    counters.edges(), counters.external(), counters.unresolved());
            case EMBED ->
                    metrics.isEmpty()
                            ? ""
                            : "epoch %s of %s, loss %s"
                                    .formatted(
                                            metrics.get("epoch"),
                                            metrics.get("epochs"),
                                            metrics.getOrDefault("loss", "-"));
            case PUBLISH -> "";
        };
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
