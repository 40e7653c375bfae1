package dev.skerry.local.controlplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Log files of children: their last lines for an error message, and one earlier file kept. */
final class LogTail {
    private static final int BYTES = 16 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private LogTail() {}

    /** The last lines, or a sentence saying why there are none. */
    static String of(Path log, int lines) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var from = Math.max(0, file.length() - BYTES);
            file.seek(from);
            var bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            var all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /**
     * The last line that says something; of a line of JSON its message and error, as etcd writes
     * them.
     */
    static String lastWords(Path log) {
        var last = of(log, 50).lines().filter(line -> !line.isBlank()).toList();
        if (last.isEmpty()) return "it said nothing";
        var line = last.getLast().strip();
        if (!line.startsWith("{")) return line;
        try {
            var json = JSON.readTree(line);
            var error = json.path("error").asText("");
            return json.path("msg").asText(line) + (error.isEmpty() ? "" : ": " + error);
        } catch (JsonProcessingException e) {
            return line;
        }
    }

    /** Moves a log of an earlier run aside, to {@code NAME.1}. */
    static void rotate(Path log) throws IOException {
        if (Files.isRegularFile(log)) {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
