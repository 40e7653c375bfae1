package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionJob;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may report what, with real tokens of a real API server. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class ReportsOnApiServerTest extends SceneTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    ReportsOnApiServerTest() {
        super("reports");
    }

    @Test
    void aPodOfAnotherNamespaceIsNotHeard() throws Exception {
        reporting("flask");
        try (var elsewhere = new Scene("elsewhere", reports)) {
            elsewhere.applyJob("flask", SPEC);
            var stranger = elsewhere.played.runningPod(elsewhere.child("flask-ij-r1-a1"));
            var answer =
                    scene.report(
                            "flask", elsewhere.played.token(stranger, "skerry"), report(1, 2, 90));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("another namespace");
        }
    }

    @Test
    void anExpiredTokenIsRefusedWithoutAskingAnybody() throws Exception {
        var token = reporting("flask").token();
        var parts = token.split("\\.", -1);
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        var expired = claims.replaceAll("\"exp\":\\d+", "\"exp\":1000");
        assertThat(expired).isNotEqualTo(claims);
        var forged =
                parts[0]
                        + "."
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(expired.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + parts[2];
        var answer = scene.report("flask", forged, report(1, 2, 90));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("the token has expired");
    }

    @Test
    void aTokenWhoseClaimsWereChangedIsRefused() throws Exception {
        var token = reporting("flask").token();
        var parts = token.split("\\.", -1);
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        var later = claims.replaceAll("\"exp\":\\d+", "\"exp\":9999999999");
        var forged =
                parts[0]
                        + "."
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(later.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + parts[2];
        var answer = scene.report("flask", forged, report(1, 2, 90));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("the API server does not accept the token");
    }

    @Test
    void aTokenThatIsBoundToNoPodIsRefused() throws Exception {
        reporting("flask");
        var unbound =
                scene.admin
                        .serviceAccounts()
                        .inNamespace(scene.namespace)
                        .withName("default")
                        .tokenRequest(
                                new TokenRequestBuilder()
                                        .withNewSpec()
                                        .withAudiences("skerry")
                                        .withExpirationSeconds(3600L)
                                        .endSpec()
                                        .build())
                        .getStatus()
                        .getToken();
        var answer = scene.report("flask", unbound, report(1, 2, 90));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("bound to no pod");
    }

    @Test
    void aLateReportOfAnEarlierAttemptChangesNothing() throws Exception {
        var first = reporting("flask");
        scene.played.ended(first.pod(), 75, "{\"class\":\"Service\",\"message\":\"git is away\"}");
        scene.played.finish(scene.child("flask-ij-r1-a1"), false, "x");
        var second = scene.played.runningPod(scene.child("flask-ij-r1-a2"));
        awaitTaken("flask", scene.played.token(second, "skerry"), 2, 40);

        var late = scene.report("flask", first.token(), report(1, 9, 90));

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("run 1, attempt 1 is past");
        assertThat(scene.until("flask", s -> s.progress() != null).progress().percent())
                .isEqualTo(40);
    }

    @Test
    void aPodThatClaimsALaterAttemptIsRefused() throws Exception {
        var token = reporting("flask").token();
        assertThat(scene.report("flask", token, report(2, 2, 90)).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(ints = {70_000, 1 << 20})
    void aBodyBeyondTheLimitIsTooLarge(int bytes) throws Exception {
        var token = reporting("flask").token();
        assertThat(tooLarge(token, "{\"x\":\"" + "y".repeat(bytes) + "\"}")).isTrue();
        assertThat(scene.report("flask", token, report(1, 2, 50)).statusCode()).isEqualTo(200);
    }

    /** 413, or a connection that the server ended while the rest of the body was still coming. */
    private boolean tooLarge(String token, String body) throws InterruptedException {
        try {
            return scene.report("flask", token, body).statusCode() == 413;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void numbersThatAreNoneAreTakenAsTextsOnly() throws Exception {
        var token = reporting("flask").token();
        for (var value : new String[] {"NaN", "Infinity", "-Infinity"}) {
            var as =
                    "{\"run\":1,\"attempt\":1,\"seq\":%d,\"stage\":\"Embed\",\"metrics\":{\"loss\":%s}}";
            assertThat(scene.report("flask", token, as.formatted(2, value)).statusCode())
                    .isEqualTo(400);
        }
        var texts = new HashMap<>(report(1, 2, 50));
        texts.put("metrics", Map.of("a", "NaN", "b", "Infinity", "c", "-Infinity"));
        assertThat(scene.report("flask", token, texts).statusCode()).isEqualTo(200);
        assertThat(
                        scene.until(
                                        "flask",
                                        s -> s.progress() != null && s.progress().percent() == 50)
                                .progress()
                                .metrics())
                .containsEntry("a", "NaN");
    }

    @Test
    void theAnswerToASuspendedJobAsksItToStop() throws Exception {
        var token = reporting("flask").token();
        assertThat(scene.report("flask", token, report(1, 2, 20)).body())
                .isEqualTo("{\"command\":\"continue\",\"intervalSeconds\":1}");
        scene.admin
                .resources(IngestionJob.class)
                .inNamespace(scene.namespace)
                .withName("flask")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
        var seq = new int[] {2};
        await().atMost(Scene.PATIENCE)
                .until(
                        () -> scene.report("flask", token, report(1, ++seq[0], 20)).body(),
                        body -> body.contains("\"command\":\"checkpoint-and-stop\""));
    }

    @Test
    void theFloodOfOnePodIsBoundedAndTakesNothingFromAnother() throws Exception {
        var loud = reporting("loud");
        scene.applyJob("quiet", "{repository: {url: \"https://git.example.org/team/quiet.git\"}}");
        var quiet = scene.played.runningPod(scene.child("quiet-ij-r1-a1"));
        var quietToken = scene.played.token(quiet, "skerry");
        awaitTaken("quiet", quietToken, 1, 10);

        long begin = System.nanoTime();
        var answers = new ArrayList<Future<HttpResponse<String>>>();
        try (var sender = scene.sender();
                var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 300; i++) {
                var body = JSON.writeValueAsString(report(1, 100 + i, 50));
                answers.add(
                        threads.submit(
                                () -> sender.post(scene.namespace, "loud", loud.token(), body)));
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        int granted = 0;
        for (var answer : answers) {
            if (answer.get().statusCode() == 429)
                assertThat(answer.get().headers().firstValue("Retry-After")).contains("1");
            else granted++;
        }
        assertThat(granted).isLessThanOrEqualTo((int) (20 + 10 * seconds) + 1).isPositive();
        assertThat(scene.report("quiet", quietToken, report(1, 99, 60)).statusCode())
                .isEqualTo(200);
    }

    private record Reporting(Pod pod, String token) {}

    /** A job whose pod has reported once. */
    private Reporting reporting(String job) {
        scene.applyJob(job, SPEC);
        var pod = scene.played.runningPod(scene.child(job + "-ij-r1-a1"));
        var token = scene.played.token(pod, "skerry");
        awaitTaken(job, token, 1, 10);
        return new Reporting(pod, token);
    }

    private void awaitTaken(String job, String token, int attempt, int percent) {
        await().atMost(Scene.PATIENCE)
                .until(
                        () -> scene.report(job, token, report(attempt, 1, percent)).statusCode(),
                        code -> code == 200);
    }

    private static Map<String, Object> report(int attempt, int seq, int percent) {
        return Map.of(
                "run",
                1,
                "attempt",
                attempt,
                "seq",
                seq,
                "stage",
                "Embed",
                "percent",
                percent,
                "counters",
                Map.of("files", 83 + seq),
                "metrics",
                Map.of("loss", "1.5"));
    }
}
