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
        var applied = Instant.now();
        scene.applyJob("flask", SPEC);
        scene.child("flask-ij-r1-a1");
        scene.until("flask", s -> s.attempts() != null);
        assertThat(statusWritesSince(applied)).as("from apply to the Job").isBetween(1L, 2L);

        var program = Program.of(scene, "flask", 1, 1);
        program.reports(1, Map.of("result", program.result()));
        scene.until("flask", s -> s.result() != null);
        var ended = Instant.now();
        program.ends(0, "");
        scene.until("flask", s -> "Succeeded".equals(s.phase()) && s.leftovers() == null);
        assertThat(statusWritesSince(ended)).as("from the end to clean").isBetween(1L, 2L);
    }

    private long statusWritesSince(Instant time) throws IOException {
        try (var lines = Files.lines(TestControlPlane.auditLog())) {
            return lines.filter(line -> line.contains(scene.namespace))
                    .map(IngestionJobWritesTest::parse)
                    .filter(
                            e ->
                                    e.path("objectRef")
                                            .path("resource")
                                            .asText()
                                            .equals("ingestionjobs"))
                    .filter(e -> e.path("objectRef").path("subresource").asText().equals("status"))
                    .filter(e -> e.path("responseStatus").path("code").asInt() == 200)
                    .map(e -> Instant.parse(e.path("requestReceivedTimestamp").asText()))
                    .filter(time::isBefore)
                    .count();
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
