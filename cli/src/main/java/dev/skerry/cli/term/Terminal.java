package dev.skerry.cli.term;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the entry script found out about the terminal, which a JVM cannot ask for itself.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is one
 * @param width columns
 * @param colour whether colours are wanted: a terminal, and neither {@code NO_COLOR} nor a dumb one
 */
public record Terminal(boolean out, boolean err, int width, boolean colour) {
    private static final int USUAL_WIDTH = 100;

    /**
     * Reads {@code SKERRY_TERMINAL} (for example {@code out-err-120}), {@code NO_COLOR} and {@code
     * TERM}.
     */
    public static Terminal of(Map<String, String> environment) {
        List<String> parts =
                Arrays.asList(environment.getOrDefault("SKERRY_TERMINAL", "").split("-", -1));
        boolean usable = !"dumb".equals(environment.get("TERM"));
        boolean out = usable && parts.contains("out");
        boolean err = usable && parts.contains("err");
        String noColour = environment.getOrDefault("NO_COLOR", "");
        return new Terminal(out, err, width(parts.getLast()), noColour.isEmpty() && (out || err));
    }

    private static int width(String columns) {
        try {
            int width = Integer.parseInt(columns);
            return width < 20 ? USUAL_WIDTH : Math.min(width, 400);
        } catch (NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }

    /** Paint for what goes to standard output. */
    public Paint paintOut() {
        return new Paint(colour && out);
    }

    /** Paint for what goes to standard error. */
    public Paint paintErr() {
        return new Paint(colour && err);
    }

    /** A live block of lines on standard error. */
    public Live live(PrintStream stream) {
        return new Live(stream, err, width);
    }
}
