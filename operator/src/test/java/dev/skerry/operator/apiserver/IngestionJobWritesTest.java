package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.local.controlplane.TestControlPlane;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one undisturbed job costs the API server, by its audit log. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobWritesTest extends SceneTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    IngestionJobWritesTest() {
        super("writes");
    }

    @Test
    void twoStatusWritesToItsJobAndTwoFromItsEndToACleanSuccess() throws Exception {
        scene.applyJob("flask", SPEC);
        var program = Program.of(scene, "flask", 1, 1);
        var created =
                requests().stream()
                        .filter(r -> r.is("create", "jobs", ""))
                        .map(Request::at)
                        .findFirst()
                        .orElseThrow();
        assertThat(statusWrites().stream().filter(created::isAfter))
                .as("from apply to the Job")
                .hasSizeBetween(1, 2);

        program.reports(1, Map.of("result", program.result()));
        scene.until("flask", s -> s.result() != null);
        var ended = Instant.now();
        program.ends(0, "");
        scene.until("flask", s -> "Succeeded".equals(s.phase()) && s.leftovers() == null);
        assertThat(statusWrites().stream().filter(ended::isBefore))
                .as("from the end to clean")
                .hasSizeBetween(1, 2);
    }

    /** One line of the audit log about an object of this namespace. */
    private record Request(Instant at, String verb, String resource, String subresource, int code) {
        boolean is(String verb, String resource, String subresource) {
            return verb.equals(this.verb)
                    && resource.equals(this.resource)
                    && subresource.equals(this.subresource)
                    && code < 300;
        }
    }

    private List<Instant> statusWrites() throws IOException {
        return requests().stream()
                .filter(r -> r.is("patch", "ingestionjobs", "status"))
                .map(Request::at)
                .toList();
    }

    private List<Request> requests() throws IOException {
        try (var lines = Files.lines(TestControlPlane.auditLog())) {
            return lines.filter(line -> line.contains(scene.namespace))
                    .map(IngestionJobWritesTest::parse)
                    .map(
                            e ->
                                    new Request(
                                            Instant.parse(
                                                    e.path("requestReceivedTimestamp").asText()),
                                            e.path("verb").asText(),
                                            e.path("objectRef").path("resource").asText(),
                                            e.path("objectRef").path("subresource").asText(""),
                                            e.path("responseStatus").path("code").asInt()))
                    .toList();
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
