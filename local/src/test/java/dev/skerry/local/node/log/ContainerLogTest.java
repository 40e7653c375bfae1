package dev.skerry.local.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainerLogTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.5Z");

    @TempDir private Path folder;

    private static void write(Path file, long maxBytes, String text) throws IOException {
        try (var log = new ContainerLog(file, maxBytes, Clock.fixed(NOW, ZoneOffset.UTC))) {
            log.capture(
                    Stream.OUT, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String read(Path file, String query) throws Exception {
        var out = new ByteArrayOutputStream();
        LogReader.copy(file, Optional.empty(), LogQuery.parse(query, NOW), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Property(tries = 200)
    void whatWasWrittenIsReadBack(
            @ForAll @StringLength(max = 300) @CharRange(from = '\n', to = '~') String text)
            throws Exception {
        var file = Files.createTempFile("skerry", ".log");
        try {
            write(file, 1 << 20, text);
            assertThat(read(file, "")).isEqualTo(text);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aLongLineIsOneLine() throws Exception {
        var line = "x".repeat(50_000);
        write(folder.resolve("l"), 1 << 20, "first\n" + line + "\n");
        assertThat(read(folder.resolve("l"), "tailLines=1")).isEqualTo(line + "\n");
    }

    @Test
    void theFilesNeverGrowBeyondTheirBound() throws Exception {
        var file = folder.resolve("l");
        try (var log = new ContainerLog(file, 4096, Clock.fixed(NOW, ZoneOffset.UTC))) {
            for (int i = 0; i < 500; i++) {
                var line = "line " + i + "\n";
                log.capture(
                        Stream.ERR,
                        new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
            }
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(4096);
        assertThat(Files.size(ContainerLog.rotated(file))).isLessThanOrEqualTo(4096);
        assertThat(read(file, "tailLines=100")).startsWith("line 400\n").endsWith("line 499\n");
    }

    @Test
    void aMalformedQueryNamesTheParameter() {
        assertThatThrownBy(() -> LogQuery.parse("tailLines=x", NOW))
                .hasMessageContaining("tailLines: \"x\"");
        assertThatThrownBy(() -> LogQuery.parse("sinceTime=noon", NOW))
                .hasMessageContaining("sinceTime");
        assertThatThrownBy(() -> LogQuery.parse("limitBytes=-1", NOW))
                .hasMessageContaining("limitBytes");
    }

    @Test
    void theLastWordsAreCutToTheirBound() throws IOException {
        write(folder.resolve("l"), 1 << 20, "é".repeat(3000));
        var words = LastLines.of(folder.resolve("l"));
        assertThat(words.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(2048);
        assertThat(words).matches("é+");
    }
}
