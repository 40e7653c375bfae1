package dev.skerry.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the API server says it was asked, one line a request. */
record AuditLog(Path file) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WRITES =
            Set.of("create", "update", "patch", "delete", "deletecollection");

    /**
     * @param resource with its subresource, such as {@code ingestionjobs/status}
     */
    record Write(Instant at, String user, String verb, String resource, String name, int code) {
        @Override
        public String toString() {
            return "%s %s %s %s -> %d".formatted(at, verb, resource, name, code);
        }
    }

    /** Every write since then by somebody whose name ends so. */
    List<Write> writes(String userSuffix, Instant since) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(userSuffix))
                    .map(AuditLog::parse)
                    .filter(e -> WRITES.contains(e.path("verb").asText()))
                    .filter(e -> e.path("user").path("username").asText().endsWith(userSuffix))
                    .map(AuditLog::write)
                    .filter(w -> !w.at().isBefore(since))
                    .toList();
        }
    }

    private static Write write(JsonNode event) {
        var object = event.path("objectRef");
        var sub = object.path("subresource").asText("");
        return new Write(
                Instant.parse(event.path("requestReceivedTimestamp").asText()),
                event.path("user").path("username").asText(),
                event.path("verb").asText(),
                object.path("resource").asText() + (sub.isEmpty() ? "" : "/" + sub),
                object.path("namespace").asText("") + "/" + object.path("name").asText(""),
                event.path("responseStatus").path("code").asInt());
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException("the audit log has a line that is no JSON: " + line, e);
        }
    }
}
