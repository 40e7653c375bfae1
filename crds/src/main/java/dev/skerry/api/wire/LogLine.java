package dev.skerry.api.wire;

import dev.skerry.api.ForeignText;
import java.util.regex.Pattern;

/**
 * A log line as data: {@code stage.started stage=Parse files=2818}. A value is in quotation marks
 * unless it is one plain word, so none ends a line or forges a key.
 */
public final class LogLine {
    private static final Pattern PLAIN = Pattern.compile("[^\\s\"=\\\\]+");

    private final StringBuilder line;

    private LogLine(String event) {
        line = new StringBuilder(event);
    }

    public static LogLine of(String event) {
        return new LogLine(event);
    }

    public LogLine with(String key, Object value) {
        line.append(' ').append(key).append('=').append(quoted(String.valueOf(value)));
        return this;
    }

    private static String quoted(String value) {
        if (PLAIN.matcher(value).matches() && ForeignText.isPlain(value)) return value;
        var text = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return '"' + ForeignText.shown(text) + '"';
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
