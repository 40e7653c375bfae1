package dev.skerry.operator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What a logger says from now on, as whoever reads the log sees it. */
public final class Logged extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    public record Line(String logger, Level level, String text) {}

    private Logged(String logger) {
        this.logger = Logger.getLogger(logger);
        this.logger.addHandler(this);
    }

    public static Logged by(Class<?> type) {
        return new Logged(type.getName());
    }

    public static Logged byAll() {
        return new Logged("");
    }

    public List<Line> lines() {
        return lines;
    }

    public List<String> texts() {
        return lines.stream().map(Line::text).toList();
    }

    @Override
    public void publish(LogRecord entry) {
        var text =
                entry instanceof ExtLogRecord unformatted
                        ? unformatted.getFormattedMessage()
                        : entry.getMessage();
        lines.add(new Line(entry.getLoggerName(), entry.getLevel(), text));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
