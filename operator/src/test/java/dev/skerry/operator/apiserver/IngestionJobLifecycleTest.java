package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suspending, resuming, changing and removing, against a real API server and object storage. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobLifecycleTest extends SceneTest {

    IngestionJobLifecycleTest() {
        super("life");
    }

    @Test
    void aSuspendedProgramSavesStopsAndGoesOnWhereItWas(@TempDir Path folder) throws Exception {
        scene.applyJob("flask", SPEC);
        var first = Program.of(scene, "flask", 1, 1);
        assertThat(first.reports(1, Map.of())).isEqualTo("continue");

        user.patch("flask", "{\"spec\":{\"suspend\":true}}");
        var asked = scene.until("flask", s -> s.attempts().getLast().endingSince() != null);
        assertThat(asked.phase()).isEqualTo("Suspended");
        assertThat(asked.waitingOn())
                .isEqualTo(
                        "pod "
                                + first.pod().getMetadata().getName()
                                + " to save a checkpoint and stop");
        assertThat(first.jobNow().getMetadata().getDeletionTimestamp()).isNull();
        var saved = first.saves(4, folder);
        assertThat(first.reports(2, Map.of("checkpoint", saved.prefix())))
                .isEqualTo("checkpoint-and-stop");
        first.ends(0, "");
        var stopped = scene.until("flask", s -> s.attempts().getLast().endedAt() != null);
        assertThat(stopped.attempts().getLast().ending()).isEqualTo("Suspended");
        assertThat(stopped.failures()).isNull();
        scene.until("flask", s -> "spec.suspend to become false".equals(s.waitingOn()));

        user.patch("flask", "{\"spec\":{\"suspend\":false}}");
        assertThat(Program.environment(scene.child("flask-ij-r1-a2")))
                .containsEntry("SKERRY_RESUME_FROM", saved.prefix());
        assertThat(scene.until("flask", s -> s.attempts().size() == 2).checkpoint().step())
                .isEqualTo(4);

        Program.of(scene, "flask", 1, 2).succeeds(1);
        scene.until("flask", s -> "Succeeded".equals(s.phase()) && s.leftovers() == null);
        assertThat(Program.checkpoints(scene, "flask")).as("after success").isEmpty();
    }

    @Test
    void aFailedAttemptIsFollowedByOneThatGoesOnFromItsCheckpoint(@TempDir Path folder)
            throws Exception {
        scene.applyJob("flask", SPEC);
        var first = Program.of(scene, "flask", 1, 1);
        var saved = first.saves(3, folder);
        assertThat(first.reports(1, Map.of("checkpoint", saved.prefix()))).isEqualTo("continue");
        assertThat(scene.until("flask", s -> s.checkpoint() != null).checkpoint().prefix())
                .isEqualTo(saved.prefix());
        first.ends(75, "{\"class\":\"Service\",\"message\":\"S3 does not answer\"}");
        assertThat(Program.environment(scene.child("flask-ij-r1-a2")))
                .containsEntry("SKERRY_RESUME_FROM", saved.prefix());
    }

    @Test
    void aProgramThatDoesNotStopLosesItsJobAfterTheGracePeriod() {
        scene.applyJob("flask", SPEC);
        var stubborn = Program.of(scene, "flask", 1, 1);
        user.patch("flask", "{\"spec\":{\"suspend\":true}}");
        scene.until("flask", s -> s.attempts().getLast().endingSince() != null);
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> stubborn.jobNow().getMetadata().getDeletionTimestamp() == null);
        await().atMost(Duration.ofSeconds(45))
                .until(() -> stubborn.jobNow().getMetadata().getDeletionTimestamp() != null);
        user.untilChildGoes("flask-ij-r1-a1");
        var status = scene.until("flask", s -> s.attempts().getLast().endedAt() != null);
        assertThat(status.attempts().getLast().ending()).isEqualTo("Suspended");
    }

    @Test
    void aChangedSpecEndsWhatRunsAndStartsARunThatResumesNothing(@TempDir Path folder)
            throws Exception {
        scene.applyJob("flask", SPEC);
        Program.of(scene, "flask", 1, 1).saves(7, folder);
        user.patch("flask", "{\"spec\":{\"languages\":[\"java\"]}}");
        user.untilChildGoes("flask-ij-r1-a1");
        assertThat(Program.environment(scene.child("flask-ij-r2-a1")))
                .doesNotContainKey("SKERRY_RESUME_FROM");
        var status = scene.until("flask", s -> s.run() == 2 && s.attempts().size() == 2);
        assertThat(status.attempts().getFirst().ending()).isEqualTo("Superseded");
        assertThat(status.checkpoint()).isNull();
        assertThat(Program.checkpoints(scene, "flask")).as("of the run before").isEmpty();
    }

    @Test
    void aChangeAfterSuccessStartsARunAndTheResultStaysUntilThen() throws Exception {
        scene.applyJob("flask", SPEC);
        var first = Program.of(scene, "flask", 1, 1);
        first.succeeds(1);
        scene.until("flask", s -> "Succeeded".equals(s.phase()));
        user.patch("flask", "{\"spec\":{\"embedding\":{\"epochs\":3}}}");
        scene.child("flask-ij-r2-a1");
        assertThat(scene.until("flask", s -> s.run() == 2).result().runId())
                .isEqualTo(first.runId());
    }

    @Test
    void aJobRemovedByHandIsNotRunAgain() {
        scene.applyJob("flask", SPEC);
        scene.child("flask-ij-r1-a1");
        scene.until("flask", s -> s.attempts().getLast().jobUid() != null);
        scene.admin
                .batch()
                .v1()
                .jobs()
                .inNamespace(scene.namespace)
                .withName("flask-ij-r1-a1")
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
        var status = scene.until("flask", s -> "Failed".equals(s.phase()));
        assertThat(status.attempts().getLast().ending()).isEqualTo("Removed");
        assertThat(status.conditions()).anyMatch(c -> c.reason().equals("AttemptRemoved"));
        assertThat(status.waitingOn()).contains("another spec.rerun");
        assertThat(status.failure().failureClass()).isEqualTo("Removed");
        neverRunsAgain();
        user.patch("flask", "{\"spec\":{\"rerun\":\"once more\"}}");
        scene.child("flask-ij-r2-a1");
        assertThat(scene.until("flask", s -> s.run() == 2).failure()).isNull();
    }

    @Test
    void theTimeToLiveRemovesChildrenAndRunsNothingAgain() throws Exception {
        scene.applyJob(
                "flask",
                "{repository: {url: \"https://git.example.org/team/flask.git\"}, ttlSecondsAfterFinished: 1}");
        Program.of(scene, "flask", 1, 1).succeeds(1);
        scene.until("flask", s -> "Succeeded".equals(s.phase()));
        user.untilChildGoes("flask-ij-r1-a1");
        neverRunsAgain();
        assertThat(scene.job("flask").getStatus().phase()).isEqualTo("Succeeded");
    }

    @Test
    void whatAnotherManagerRunsIsNeverWritten() {
        scene.applyJob(
                "others",
                "{managedBy: example.org/other, repository: {url: \"https://git.example.org/a.git\"}, collection: {deletionPolicy: Delete}}");
        scene.applyJob(
                "ours",
                "{managedBy: skerry.dev/operator, repository: {url: \"https://git.example.org/b.git\"}}");
        scene.child("ours-ij-r1-a1");
        var others = scene.job("others");
        assertThat(others.getMetadata().getFinalizers()).isEmpty();
        assertThat(others.getStatus().observedGeneration()).isEqualTo(-1);
        assertThat(others.getMetadata().getManagedFields())
                .noneMatch(f -> "skerry".equals(f.getManager()));
        assertThat(user.hasChild("others-ij-r1-a1")).isFalse();
    }

    @Test
    void devicesBecomeLimitTolerationAndAffinity() {
        scene.applyJob(
                "gpu",
                "{repository: {url: \"https://git.example.org/a.git\"}, accelerator: {count: 2, products: [NVIDIA-H100]}}");
        var pod = scene.child("gpu-ij-r1-a1").getSpec().getTemplate().getSpec();
        assertThat(pod.getContainers().getFirst().getResources().getLimits().get("nvidia.com/gpu"))
                .hasToString("2");
        assertThat(pod.getTolerations())
                .anyMatch(
                        t ->
                                "nvidia.com/gpu".equals(t.getKey())
                                        && "Exists".equals(t.getOperator()));
        var term =
                pod.getAffinity()
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms()
                        .getFirst()
                        .getMatchExpressions()
                        .getFirst();
        assertThat(term.getKey()).isEqualTo("nvidia.com/gpu.product");
        assertThat(term.getValues()).containsExactly("NVIDIA-H100");
    }

    private void neverRunsAgain() {
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(5))
                .until(
                        () ->
                                !user.hasChild("flask-ij-r1-a1")
                                        && !user.hasChild("flask-ij-r1-a2")
                                        && !user.hasChild("flask-ij-r2-a1"));
    }
}
