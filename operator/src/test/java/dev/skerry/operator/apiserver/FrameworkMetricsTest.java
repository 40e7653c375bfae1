package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class FrameworkMetricsTest {
    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @Test
    void countsReconcilesByKindAndNamesNoObject() throws Exception {
        try (var scene = new Scene("metrics", URI.create("https://127.0.0.1:1"));
                var http = HttpClient.newHttpClient()) {
            scene.applyJob(
                    "unmistakable", "{repository: {url: \"https://git.example.org/team/a.git\"}}");
            scene.child("unmistakable-ij-r1-a1");
            var request = HttpRequest.newBuilder(metrics).build();
            var page =
                    await().atMost(Scene.PATIENCE)
                            .until(
                                    () ->
                                            http.send(request, HttpResponse.BodyHandlers.ofString())
                                                    .body(),
                                    text -> text.contains("operator_sdk_reconciliations_success"));
            assertThat(page).contains("kind=\"IngestionJob\"").doesNotContain("unmistakable");
        }
    }
}
