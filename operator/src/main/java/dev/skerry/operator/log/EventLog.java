package dev.skerry.operator.log;

import dev.skerry.api.wire.LogLine;
import org.jboss.logging.Logger;

/** The one writer of the operator's own log lines: data, in which no foreign text forges a key. */
public final class EventLog {
    private final Logger logger;

    private EventLog(Logger logger) {
        this.logger = logger;
    }

    public static EventLog of(Class<?> by) {
        return new EventLog(Logger.getLogger(by));
    }

    /**
     * @param values of the event's keys, in their order
     */
    public void write(LogEvent event, Object... values) {
        if (logger.isEnabled(event.level())) logger.log(event.level(), line(event, values));
    }

    /** Of a fault of ours, with where it happened. */
    public void write(LogEvent event, Throwable fault) {
        logger.log(event.level(), line(event), fault);
    }

    static String line(LogEvent event, Object... values) {
        var line = LogLine.of(event.id());
        var keys = event.keys();
        for (int i = 0; i < Math.min(keys.size(), values.length); i++)
            line.with(keys.get(i), values[i]);
        return line.toString();
    }
}
