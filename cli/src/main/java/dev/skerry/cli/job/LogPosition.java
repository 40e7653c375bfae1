package dev.skerry.cli.job;

import java.util.Optional;

/**
 * How far a log has been read, so that reading goes on behind it when a connection broke. A server
 * starts again at the whole second of the last time stamp; what was read before is told by its
 * stamp, and lines of one stamp by their number.
 */
final class LogPosition {
    private String last = "";
    private int linesAtLast;
    private int toSkip;

    /** From where to ask for more, RFC 3339; empty at the beginning. */
    Optional<String> since() {
        return last.isEmpty() ? Optional.empty() : Optional.of(last);
    }

    /** To be called before each reading. */
    void begin() {
        toSkip = linesAtLast;
    }

    /**
     * Takes a line as the server sends it, {@code STAMP TEXT}.
     *
     * @return its text; empty where it has been read before
     */
    Optional<String> take(String line) {
        int blank = line.indexOf(' ');
        String stamp = blank < 0 ? line : line.substring(0, blank);
        String text = blank < 0 ? "" : line.substring(blank + 1);
        int order = compare(stamp, last);
        if (order < 0) return Optional.empty();
        if (order == 0 && toSkip > 0) {
            toSkip--;
            return Optional.empty();
        }
        linesAtLast = order == 0 ? linesAtLast + 1 : 1;
        toSkip = order == 0 ? toSkip : 0;
        last = stamp;
        return Optional.of(text);
    }

    /** Stamps in UTC, whose fractions of a second have any number of digits. */
    private static int compare(String a, String b) {
        return padded(a).compareTo(padded(b));
    }

    private static String padded(String stamp) {
        if (!stamp.endsWith("Z")) return stamp;
        String digits = stamp.substring(0, stamp.length() - 1);
        String whole = digits.contains(".") ? digits : digits + ".";
        return whole + "0".repeat(Math.max(0, 30 - whole.length()));
    }
}
