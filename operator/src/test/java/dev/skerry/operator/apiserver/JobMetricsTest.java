package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class JobMetricsTest {
    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @ConfigProperty(name = "skerry.report.url")
    URI reports;

    @Test
    void whatJobsReportAndHowAttemptsEndIsThereAndNamesNoObject() throws Exception {
        try (var scene = new Scene("figures", reports)) {
            double before = value(page(), "skerry_attempts_ended_total", "class=\"Config\"");
            scene.applyJob(
                    "unmistakable", "{repository: {url: \"https://git.example.org/team/a.git\"}}");
            var child = scene.child("unmistakable-ij-r1-a1");
            var pod = scene.played.runningPod(child);
            var token = scene.played.token(pod, "skerry");
            var report =
                    Map.of(
                            "run",
                            1,
                            "attempt",
                            1,
                            "seq",
                            1,
                            "stage",
                            "Embed",
                            "percent",
                            40,
                            "counters",
                            Map.of("unusualFiles", 83),
                            "metrics",
                            Map.of("unusualLoss", "1.5", "other", "NaN"));
            await().atMost(Scene.PATIENCE)
                    .until(
                            () -> scene.report("unmistakable", token, report).statusCode(),
                            code -> code == 200);

            var page = until(p -> value(p, "skerry_reported_counter", "of=\"unusualFiles\"") == 83);
            assertThat(value(page, "skerry_reported_metric", "of=\"unusualLoss\"")).isEqualTo(1.5);
            assertThat(value(page, "skerry_reporting_jobs", "kind=\"IngestionJob\"")).isPositive();
            until(p -> value(p, "skerry_jobs", "phase=\"Running\"") > 0);
            assertThat(value(page, "skerry_reports_total", "code=\"200\"")).isPositive();
            assertThat(value(page, "skerry_report_seconds_bucket", "le=\"+Inf\"")).isPositive();
            assertThat(value(page, "skerry_leader", "")).isEqualTo(1);
            assertThat(page).doesNotContain("of=\"other\"").doesNotContain("unmistakable");

            scene.played.ended(pod, 78, "{\"class\":\"Config\",\"message\":\"no such branch\"}");
            scene.played.finish(child, false, "x");
            scene.until("unmistakable", s -> "Failed".equals(s.phase()));
            until(p -> value(p, "skerry_attempts_ended_total", "class=\"Config\"") == before + 1);
        }
    }

    private String until(Predicate<String> condition) {
        return await().atMost(Scene.PATIENCE).until(this::page, condition);
    }

    private String page() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(metrics).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** Of the first sample with this name whose labels contain that; 0 where there is none. */
    private static double value(String page, String name, String label) {
        var sample =
                Pattern.compile(
                        "^" + name + "(\\{[^}]*" + Pattern.quote(label) + "[^}]*})? (\\S+)$",
                        Pattern.MULTILINE);
        var match = sample.matcher(page);
        return match.find() ? Double.parseDouble(match.group(2)) : 0;
    }
}
