package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skerry.api.Condition;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.JobCondition;
import dev.skerry.local.played.PlayedNamespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobOnApiServerTest extends SceneTest {

    IngestionJobOnApiServerTest() {
        super("ij");
    }

    @Test
    void aJobGoesFromApplyToSucceededThroughOneAttempt() throws Exception {
        scene.applyJob("flask", SPEC);
        var job = scene.child("flask-ij-r1-a1");
        var pod = scene.played.runningPod(job);
        var token = scene.played.token(pod, "skerry");
        scene.until(
                "flask", s -> pod.getMetadata().getUid().equals(s.attempts().getLast().podUid()));

        await().atMost(Scene.PATIENCE)
                .until(
                        () ->
                                scene.report("flask", token, report(1, "Parse", 20, Map.of()))
                                        .statusCode(),
                        code -> code == 200);
        assertThat(scene.until("flask", s -> s.progress() != null).progress().counters())
                .containsEntry("files", 83L);
        assertThat(scene.job("flask").getStatus().phase()).isEqualTo("Running");

        var runId = "r1-a1-" + pod.getMetadata().getUid();
        var result =
                Map.of(
                        "runId",
                        runId,
                        "commit",
                        "0123456789abcdef0123456789abcdef01234567",
                        "collection",
                        scene.namespace + ".code",
                        "files",
                        83,
                        "edges",
                        240,
                        "isolated",
                        5);
        assertThat(
                        scene.report(
                                        "flask",
                                        token,
                                        report(2, "Publish", 100, Map.of("result", result)))
                                .statusCode())
                .isEqualTo(200);
        scene.until("flask", s -> s.result() != null);
        scene.played.ended(pod, 0, "");
        scene.played.finish(job, true, "done");

        var status = scene.until("flask", s -> "Succeeded".equals(s.phase()));
        assertThat(status.result().runId()).isEqualTo(runId);
        assertThat(status.attempts()).hasSize(1);
        assertThat(condition(status, JobCondition.READY)).isEqualTo("True");
        assertThat(condition(status, JobCondition.STALLED)).isEqualTo("False");
        assertThat(status.conditions())
                .extracting(Condition::type)
                .containsExactly(
                        "Ready",
                        "Reconciling",
                        "Stalled",
                        "Accepted",
                        "StorageReady",
                        "CollectionReady",
                        "ProgressFresh");
        assertThat(status.conditions())
                .allSatisfy(c -> assertThat(c.observedGeneration()).isEqualTo(1));
    }

    @Test
    void aFailureOfTheProgramIsNamedCountedAndTriedAgain() {
        scene.applyJob("flask", SPEC);
        var job = scene.child("flask-ij-r1-a1");
        var pod = scene.played.runningPod(job);
        scene.played.ended(
                pod, 75, "{\"class\":\"Service\",\"message\":\"git.example.org does not answer\"}");
        scene.played.finish(
                job,
                false,
                "Container trainer for pod %s/%s failed with exit code 75 matching FailJob rule at index 4"
                        .formatted(scene.namespace, pod.getMetadata().getName()));

        var status = scene.until("flask", s -> s.nextAttemptAt() != null);
        assertThat(status.failures()).containsExactly(Map.entry("Service", 1L));
        assertThat(status.attempts().getLast().message())
                .isEqualTo("git.example.org does not answer");
        assertThat(scene.child("flask-ij-r1-a2").getMetadata().getOwnerReferences()).hasSize(1);
    }

    @Test
    void whatCannotHelpItselfIsNotTriedAgain() {
        scene.applyJob("flask", SPEC);
        var job = scene.child("flask-ij-r1-a1");
        var pod = scene.played.runningPod(job);
        scene.played.ended(
                pod, 78, "{\"class\":\"Config\",\"message\":\"branch main does not exist\"}");
        scene.played.finish(job, false, "x");
        var status = scene.until("flask", s -> "Failed".equals(s.phase()));
        assertThat(status.conditions())
                .anySatisfy(
                        c -> {
                            assertThat(c.reason()).isEqualTo("RetriesExhausted");
                            assertThat(c.message()).contains("branch main does not exist");
                        });
    }

    @Test
    void reportsOfStrangersChangeNothing() throws Exception {
        scene.applyJob("flask", SPEC);
        scene.applyJob("other", "{repository: {url: \"https://git.example.org/team/other.git\"}}");
        var pod = scene.played.runningPod(scene.child("flask-ij-r1-a1"));
        var stranger = scene.played.runningPod(scene.child("other-ij-r1-a1"));
        var token = scene.played.token(pod, "skerry");
        await().atMost(Scene.PATIENCE)
                .until(
                        () ->
                                scene.report("flask", token, report(5, "Parse", 10, Map.of()))
                                        .statusCode(),
                        code -> code == 200);

        assertThat(
                        scene.report(
                                        "flask",
                                        scene.played.token(stranger, "skerry"),
                                        report(6, "Embed", 90, Map.of()))
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        scene.report(
                                        "flask",
                                        scene.played.token(pod, "https://kubernetes.default.svc"),
                                        report(6, "Embed", 90, Map.of()))
                                .statusCode())
                .isEqualTo(401);
        assertThat(
                        scene.report("flask", "not.a.token", report(6, "Embed", 90, Map.of()))
                                .statusCode())
                .isEqualTo(401);
        assertThat(scene.report("nobody", token, report(6, "Embed", 90, Map.of())).statusCode())
                .isEqualTo(404);
        assertThat(scene.report("flask", token, report(5, "Embed", 90, Map.of())).statusCode())
                .as("a replay")
                .isEqualTo(409);
        assertThat(scene.report("flask", token, "{\"run\":1").statusCode()).isEqualTo(400);
        assertThat(scene.report("flask", token, report(7, "Embed", 900, Map.of())).statusCode())
                .isEqualTo(400);
        var large = "{\"x\":\"" + "y".repeat(70_000) + "\"}";
        // the server may close the connection while it is still being written to
        await().atMost(Scene.PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> scene.report("flask", token, large).statusCode(), code -> code == 413);
        var earlier = new HashMap<>(report(8, "Embed", 90, Map.of()));
        earlier.put("run", 0);
        assertThat(scene.report("flask", token, earlier).statusCode()).isEqualTo(400);
        assertThat(scene.until("flask", s -> s.progress() != null).progress().percent())
                .isEqualTo(10);
    }

    @Test
    void whatIsThereIsLookedAtWithoutBeingWritten() {
        scene.applyJob("bad", "{repository: {url: \"file:///srv/code.git\"}}");
        var status = scene.until("bad", s -> "Failed".equals(s.phase()));
        assertThat(status.waitingOn())
                .isEqualTo(
                        "spec.repository.url: scheme \"file\" is not allowed here; use https or ssh");
        var version = scene.job("bad").getMetadata().getResourceVersion();
        scene.applyJob("next", SPEC);
        scene.child("next-ij-r1-a1");
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(3))
                .until(() -> version.equals(scene.job("bad").getMetadata().getResourceVersion()));
    }

    @Test
    void theOperatorsRoleReachesNoSecretAndNoSpec() throws Exception {
        try (var operator = RealServers.operator()) {
            assertThatThrownBy(() -> operator.secrets().inNamespace(scene.namespace).list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(403));
            assertThatThrownBy(() -> operator.pods().inNamespace(scene.namespace).delete())
                    .isInstanceOf(KubernetesClientException.class);
        }
    }

    private static Map<String, Object> report(
            int seq, String stage, int percent, Map<String, Object> more) {
        var report =
                new HashMap<String, Object>(
                        Map.of(
                                "run",
                                1,
                                "attempt",
                                1,
                                "seq",
                                seq,
                                "stage",
                                stage,
                                "percent",
                                percent,
                                "counters",
                                Map.of("files", 83, "filesTotal", 83, "edges", 240),
                                "metrics",
                                Map.of("loss", "NaN"),
                                "at",
                                PlayedNamespace.now()));
        report.putAll(more);
        return report;
    }

    private static String condition(IngestionJobStatus status, ConditionType type) {
        return status.conditions().stream()
                .filter(c -> c.type().equals(type.id()))
                .map(Condition::status)
                .findFirst()
                .orElse("absent");
    }
}
