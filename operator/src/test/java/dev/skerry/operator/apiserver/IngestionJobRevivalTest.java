package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skerry.api.IngestionJobStatus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job that failed for good, and somebody who does what its message says. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobRevivalTest extends SceneTest {
    private static final String NO_RETRIES =
            "{repository: {url: \"https://git.example.org/team/flask.git\"}, activeDeadlineSeconds: 3600, retries: {app: 0, oom: 0, disk: 0, service: 0}}";

    IngestionJobRevivalTest() {
        super("revive");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "70 | {\"spec\":{\"retries\":{\"app\":1}}}",
                "3 | {\"spec\":{\"resources\":{\"limits\":{\"memory\":\"4Gi\"}}}}",
                "74 | {\"spec\":{\"resources\":{\"limits\":{\"ephemeral-storage\":\"20Gi\"}}}}",
                "69 | {\"spec\":{\"retries\":{\"service\":2}}}",
                "78 | {\"spec\":{\"repository\":{\"credentialsSecretRef\":{\"name\":\"git\"}}}}",
                "65 | {\"spec\":{\"activeDeadlineSeconds\":7200}}"
            })
    void doingAsTheMessageSaysStartsTheNextAttemptOfTheSameRun(int exitCode, String patch) {
        failed(exitCode);
        user.patch("flask", patch);
        scene.child("flask-ij-r1-a2");
        var status = scene.until("flask", s -> s.attempts().size() == 2);
        assertThat(status.failure()).isNull();
        assertThat(status.failures()).as("budgets begin anew").isNull();
        assertThat(status.run()).isEqualTo(1);
    }

    @Test
    void suspendOnAndOffIsAWayOnToo() {
        failed(70);
        user.patch("flask", "{\"spec\":{\"suspend\":true}}");
        scene.until("flask", s -> "Suspended".equals(s.phase()));
        user.patch("flask", "{\"spec\":{\"suspend\":false}}");
        scene.child("flask-ij-r1-a2");
    }

    @Test
    void itGoesOnFromTheCheckpointOfTheAttemptThatFailed(@TempDir Path folder) throws Exception {
        scene.applyJob("flask", NO_RETRIES);
        var first = Program.of(scene, "flask", 1, 1);
        var saved = first.saves(3, folder);
        first.reports(1, Map.of("checkpoint", saved.prefix()));
        first.ends(3, "");
        var failed = scene.until("flask", s -> "Failed".equals(s.phase()));
        assertThat(failed.waitingOn())
                .startsWith("a change of the spec (OutOfMemory:")
                .contains("spec.retries.oom: 0");
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> !Program.checkpoints(scene, "flask").isEmpty());
        user.patch("flask", "{\"spec\":{\"resources\":{\"limits\":{\"memory\":\"4Gi\"}}}}");
        var second = scene.child("flask-ij-r1-a2");
        assertThat(Program.environment(second)).containsEntry("SKERRY_RESUME_FROM", saved.prefix());
        assertThat(
                        second.getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .getFirst()
                                .getResources()
                                .getLimits()
                                .get("memory"))
                .hasToString("4Gi");
    }

    @Test
    void aChangeMadeWhileTheLastAttemptRanCountsToo() {
        scene.applyJob("flask", NO_RETRIES);
        var first = Program.of(scene, "flask", 1, 1);
        user.patch("flask", "{\"spec\":{\"resources\":{\"limits\":{\"memory\":\"4Gi\"}}}}");
        scene.until("flask", s -> s.observedGeneration() == 2);
        first.ends(3, "");
        scene.child("flask-ij-r1-a2");
    }

    @Test
    void whatCannotHelpRevivesNothing() {
        failed(70);
        user.patch("flask", "{\"spec\":{\"ttlSecondsAfterFinished\":86400}}");
        user.patch("flask", "{\"spec\":{\"collection\":{\"deletionPolicy\":\"Delete\"}}}");
        user.annotate("flask", "touched", "again");
        scene.reapplyJob("flask", NO_RETRIES);
        var last = scene.job("flask").getMetadata().getGeneration();
        scene.until("flask", s -> s.observedGeneration().equals(last));
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> !user.hasChild("flask-ij-r1-a2"));
    }

    @Test
    void anotherRerunRunsAgainAfterSuccess() throws Exception {
        scene.applyJob("flask", SPEC);
        Program.of(scene, "flask", 1, 1).succeeds(1);
        scene.until("flask", s -> "Succeeded".equals(s.phase()));
        user.patch("flask", "{\"spec\":{\"rerun\":\"2026-11-27\"}}");
        scene.child("flask-ij-r2-a1");
    }

    @Test
    void childrenOfEarlierRunsGoAndTheLastIsKept() throws Exception {
        scene.applyJob("flask", SPEC);
        for (int run = 1; run <= 3; run++) {
            if (run > 1) user.patch("flask", "{\"spec\":{\"rerun\":\"%d\"}}".formatted(run));
            Program.of(scene, "flask", run, 1).succeeds(1);
            int now = run;
            scene.until("flask", s -> s.run() == now && "Succeeded".equals(s.phase()));
        }
        user.patch("flask", "{\"spec\":{\"rerun\":\"last\"}}");
        scene.child("flask-ij-r4-a1");
        user.untilChildGoes("flask-ij-r1-a1");
        user.untilChildGoes("flask-ij-r2-a1");
        assertThat(user.hasChild("flask-ij-r3-a1")).isTrue();
        await().atMost(Scene.PATIENCE)
                .until(
                        () ->
                                scene.admin
                                                .configMaps()
                                                .inNamespace(scene.namespace)
                                                .withName("flask-ij-r2-a1")
                                                .get()
                                        == null);
    }

    private IngestionJobStatus failed(int exitCode) {
        scene.applyJob("flask", NO_RETRIES);
        Program.of(scene, "flask", 1, 1).ends(exitCode, "");
        return scene.until("flask", s -> "Failed".equals(s.phase()));
    }
}
