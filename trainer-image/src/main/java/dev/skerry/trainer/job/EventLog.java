package dev.skerry.trainer.job;

import static java.util.Objects.requireNonNull;

import dev.skerry.api.wire.LogLine;
import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * Log lines as data: {@code 2026-01-01T00:00:00.000Z stage.started stage=Parse files=2818}.
 * Thread-safe.
 */
final class EventLog {

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
        var line = LogLine.of(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + event);
        for (int i = 0; i + 1 < pairs.length; i += 2)
            line.with(String.valueOf(pairs[i]), pairs[i + 1]);
        out.println(line);
        out.flush();
    }
}
