package dev.skerry.cli.term;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * A block of lines at the bottom of the terminal that is redrawn in place. Where there is no
 * terminal nothing is redrawn: {@link #show} prints a line only when its text has changed and
 * {@link #EVERY} has passed, so that a log is neither silent nor flooded.
 */
public final class Live implements AutoCloseable {
    /** Least time between two lines of progress where there is no terminal. */
    public static final Duration EVERY = Duration.ofSeconds(20);

    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};

    private final PrintStream stream;
    private final boolean terminal;
    private final int width;
    private int drawn;
    private long plainAt = System.nanoTime();
    private String plain = "";

    Live(PrintStream stream, boolean terminal, int width) {
        this.stream = stream;
        this.terminal = terminal;
        this.width = width;
    }

    public boolean isTerminal() {
        return terminal;
    }

    /** A sign that turns, for the start of a live line; nothing where there is no terminal. */
    public String spinner() {
        return SPINNER[(int) (System.nanoTime() / 100_000_000 % SPINNER.length)];
    }

    /** Draws these lines in place of the former ones. */
    public synchronized void show(List<String> lines) {
        if (!terminal) {
            plain(String.join("; ", lines));
            return;
        }
        var text = new StringBuilder(rewind());
        for (String line : lines) {
            text.append("\u001b[2K").append(cut(line, width - 1)).append('\n');
        }
        text.append("\u001b[0J");
        drawn = lines.size();
        stream.print(text);
        stream.flush();
    }

    /** Leaves these lines for good where the live ones were. */
    public synchronized void settle(List<String> lines) {
        clear();
        for (String line : lines) stream.println(terminal ? cut(line, width - 1) : line);
        stream.flush();
        plainAt = System.nanoTime();
    }

    public void show(String line) {
        show(List.of(line));
    }

    /** Prints a line that stays, above the live ones; whole, however long. */
    public synchronized void print(String line) {
        clear();
        stream.println(line);
        stream.flush();
        plainAt = System.nanoTime();
    }

    /** Takes the live lines away. */
    public synchronized void clear() {
        if (drawn > 0) {
            stream.print(rewind() + "\u001b[0J");
            stream.flush();
            drawn = 0;
        }
    }

    @Override
    public void close() {
        clear();
    }

    private void plain(String line) {
        String text = line.replaceAll("\u001b\\[[0-9;]*m", "").strip();
        if (!text.equals(plain) && System.nanoTime() - plainAt > EVERY.toNanos()) {
            stream.println(text);
            plain = text;
            plainAt = System.nanoTime();
        }
    }

    private String rewind() {
        return drawn == 0 ? "" : "\r\u001b[" + drawn + "A";
    }

    /**
     * Cuts a line to so many columns; colour codes take none, and are closed where the cut falls
     * inside.
     */
    static String cut(String line, int columns) {
        int used = 0;
        boolean coloured = false;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\u001b') {
                int end = line.indexOf('m', i);
                if (end < 0) return line.substring(0, i);
                coloured = !line.startsWith("\u001b[0m", i);
                i = end;
            } else if (++used >= columns
                    && i + 1 < line.length()
                    && !line.substring(i + 1).equals("\u001b[0m")) {
                return line.substring(0, i) + "…" + (coloured ? "\u001b[0m" : "");
            }
        }
        return line;
    }
}
