package dev.skerry.trainer.ingest.embed;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a training on standard error: a bar on a terminal, a line of data for each epoch elsewhere.
 */
final class TrainingDisplay implements TrainingListener, AutoCloseable {

    private static final int STEPS = 1000;

    private final PrintWriter err;
    private final boolean quiet;
    private final ProgressBar bar;
    private final long began = System.nanoTime();
    private long updates;

    TrainingDisplay(PrintWriter err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
        this.bar = !quiet && onTerminal() ? bar() : null;
    }

    /**
     * Whether standard error is a terminal: {@code ./skerry} knows it, Java alone only of standard
     * output.
     */
    private static boolean onTerminal() {
        String known = System.getenv("SKERRY_TERMINAL");
        if (known != null) {
            return Arrays.asList(known.split("-")).contains("err");
        }
        return System.console() != null && System.console().isTerminal();
    }

    private static ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName("embed")
                .setInitialMax(STEPS)
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta()
                .build();
    }

    @Override
    public void progress(double fraction) {
        if (bar != null) {
            bar.stepTo(Math.round(fraction * STEPS));
        }
    }

    @Override
    public void epoch(int epoch, int epochs, double loss, long updatesOfEpoch) {
        updates += updatesOfEpoch;
        if (bar != null) {
            bar.setExtraMessage(
                    String.format(Locale.ROOT, " epoch %d/%d loss %.4f", epoch, epochs, loss));
        } else if (!quiet) {
            err.printf(
                    Locale.ROOT,
                    "embed.epoch epoch=%d epochs=%d loss=%.4f updates=%d%n",
                    epoch,
                    epochs,
                    loss,
                    updatesOfEpoch);
        }
    }

    /** Says how fast it was; the time is that of the training, walks included, files not. */
    void finished(int threads) {
        if (!quiet) {
            double seconds = (System.nanoTime() - began) / 1e9;
            close();
            err.printf(
                    Locale.ROOT,
                    "embed.trained seconds=%.3f updates=%d threads=%d updatesPerSecond=%.0f%n",
                    seconds,
                    updates,
                    threads,
                    updates / seconds);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
