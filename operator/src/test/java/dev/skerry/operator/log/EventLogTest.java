package dev.skerry.operator.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final Pattern WRITTEN = Pattern.compile("LOG\\.write\\(");
    private static final Pattern NAMED = Pattern.compile("LogEvent\\.([A-Z_]+)");

    @Test
    void aPodsLastWordsForgeNoKey() {
        assertThat(
                        EventLog.line(
                                LogEvent.EVENT_LOST,
                                "demo",
                                "flask",
                                500,
                                "no\" name=other\n2026 leadership.lost \\ \u202e"))
                .isEqualTo(
                        "event.lost namespace=demo name=flask code=500 message=\"no\\\" name=other\\n2026 leadership.lost \\\\ ?\"");
    }

    @Test
    void everyLineGivesEveryKeyOfItsEventAndEveryEventIsWritten() throws IOException {
        var seen = new HashSet<LogEvent>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                var source = Files.readString(file);
                var at = WRITTEN.matcher(source);
                while (at.find()) {
                    var arguments = arguments(source, at.end());
                    for (var event : named(arguments.getFirst())) {
                        seen.add(event);
                        if (event.keys().isEmpty()) continue;
                        assertThat(arguments.subList(1, arguments.size()))
                                .as("%s in %s", event, file)
                                .hasSameSizeAs(event.keys());
                    }
                }
            }
        }
        assertThat(seen).isEqualTo(Set.copyOf(Arrays.asList(LogEvent.values())));
    }

    private static List<LogEvent> named(String argument) {
        return NAMED.matcher(argument).results().map(r -> LogEvent.valueOf(r.group(1))).toList();
    }

    private static List<String> arguments(String source, int from) {
        var all = new ArrayList<String>();
        var one = new StringBuilder();
        int depth = 0;
        boolean text = false;
        for (int i = from; ; i++) {
            char c = source.charAt(i);
            if (c == '"' && source.charAt(i - 1) != '\\') text = !text;
            if (!text && c == ')' && depth == 0) break;
            if (!text && c == '(') depth++;
            if (!text && c == ')') depth--;
            if (!text && c == ',' && depth == 0) {
                all.add(one.toString());
                one.setLength(0);
            } else one.append(c);
        }
        all.add(one.toString());
        return all;
    }
}
