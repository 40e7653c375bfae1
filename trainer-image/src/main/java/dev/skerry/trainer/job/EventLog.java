package dev.skerry.trainer.job;

import static java.util.Objects.requireNonNull;

import dev.skerry.api.ForeignText;
import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Log lines as data: {@code 2026-01-01T00:00:00.000Z stage.started stage=Parse files=2818}.
 * Thread-safe.
 */
final class EventLog {

    private static final Pattern PLAIN = Pattern.compile("[^\\s\"=\\\\]+");

    private final PrintStream out;
    private final Clock clock;

    EventLog(PrintStream out, Clock clock) {
        this.out = requireNonNull(out);
        this.clock = requireNonNull(clock);
    }

    /**
     * Writes one line.
     *
     * @param pairs key, value, key, value …
     */
    void event(String event, Object... pairs) {
        var line = new StringBuilder();
        line.append(clock.instant().truncatedTo(ChronoUnit.MILLIS)).append(' ').append(event);
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            line.append(' ')
                    .append(pairs[i])
                    .append('=')
                    .append(quoted(String.valueOf(pairs[i + 1])));
        }
        out.println(line);
        out.flush();
    }

    private static String quoted(String value) {
        if (PLAIN.matcher(value).matches() && ForeignText.isPlain(value)) {
            return value;
        }
        var text = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return '"' + ForeignText.shown(text) + '"';
    }
}
