package dev.skerry.cli.term;

import java.time.Duration;
import java.util.Locale;

/** How numbers read: durations, sizes, bars. */
public final class Texts {
    private Texts() {}

    /** {@code 0:07}, {@code 12:40}, {@code 1:02:03}. */
    public static String clock(Duration time) {
        long s = Math.max(0, time.toSeconds());
        return s >= 3600
                ? "%d:%02d:%02d".formatted(s / 3600, s / 60 % 60, s % 60)
                : "%d:%02d".formatted(s / 60, s % 60);
    }

    /** {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}. */
    public static String took(Duration time) {
        long ms = Math.max(0, time.toMillis());
        if (ms < 9_950) return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
        long s = (ms + 500) / 1000;
        return s < 100 ? s + " s" : s / 60 + " min " + s % 60 + " s";
    }

    /** {@code 812 B}, {@code 3.4 MB}; decimal units. */
    public static String bytes(long bytes) {
        if (bytes < 1000) return bytes + " B";
        double value = bytes;
        int unit = -1;
        while (value >= 999.5 && unit < 3) {
            value /= 1000;
            unit++;
        }
        return String.format(
                Locale.ROOT, value < 9.95 ? "%.1f %cB" : "%.0f %cB", value, "kMGT".charAt(unit));
    }

    /** {@code 2,818}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A bar of so many columns, {@code share} from 0 to 1. */
    public static String bar(double share, int columns) {
        int eighths = (int) Math.round(Math.clamp(share, 0, 1) * columns * 8);
        var bar = new StringBuilder("█".repeat(eighths / 8));
        if (eighths % 8 > 0) bar.append(" ▏▎▍▌▋▊▉".charAt(eighths % 8));
        return bar.append("░".repeat(columns - bar.length())).toString();
    }

    /** Pads with spaces on the right, never cuts. */
    public static String pad(String text, int columns) {
        return text.length() >= columns ? text : text + " ".repeat(columns - text.length());
    }
}
