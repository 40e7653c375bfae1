package dev.skerry.trainer.report;

import static java.util.Objects.requireNonNull;

import dev.skerry.api.IngestionResult;
import dev.skerry.api.wire.LastWords;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What there is to report at one moment. The newest one replaces all earlier ones.
 *
 * @param stage such as {@code Embed}
 * @param percent of the whole job
 * @param metrics written by {@link #number}
 */
public record Snapshot(
        String stage,
        int percent,
        Map<String, Long> counters,
        Map<String, String> metrics,
        Optional<String> checkpoint,
        Optional<IngestionResult> result,
        Optional<LastWords> failure) {

    public Snapshot {
        requireNonNull(stage);
        counters = new TreeMap<>(counters);
        metrics = new TreeMap<>(metrics);
        requireNonNull(checkpoint);
        requireNonNull(result);
        requireNonNull(failure);
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent: " + percent + " is not in 0..100");
        }
    }

    public static Snapshot of(
            String stage, int percent, Map<String, Long> counters, Map<String, String> metrics) {
        return new Snapshot(
                stage,
                percent,
                counters,
                metrics,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The same with where the job can be resumed.
     *
     * @param prefix of a checkpoint's key, ends in a slash
     */
    public Snapshot resumableAt(Optional<String> prefix) {
        return new Snapshot(stage, percent, counters, metrics, prefix, result, failure);
    }

    public Snapshot with(IngestionResult newResult) {
        return new Snapshot(
                stage, percent, counters, metrics, checkpoint, Optional.of(newResult), failure);
    }

    public Snapshot with(LastWords words) {
        return new Snapshot(
                stage, percent, counters, metrics, checkpoint, result, Optional.of(words));
    }

    /** As the last report, fit for the termination message; numbered 0, as nothing follows it. */
    public byte[] asReport(int run, int attempt, Instant at) {
        return new ReportBody(run, attempt).of(this, 0, at);
    }

    /**
     * A metric's text: up to six significant digits, or {@code NaN}, {@code Infinity}, {@code
     * -Infinity}.
     */
    public static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return "0";
        }
        return new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
    }
}
