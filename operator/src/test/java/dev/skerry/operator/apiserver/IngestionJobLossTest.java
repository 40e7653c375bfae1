package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is lost: a status, a program after its result, points of pods that status has forgotten. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobLossTest extends SceneTest {

    IngestionJobLossTest() {
        super("loss");
    }

    @Test
    void aStatusThatSomebodyRemovesIsFoundAgainFromTheJobThatRuns() throws Exception {
        scene.applyJob("flask", SPEC);
        var program = Program.of(scene, "flask", 1, 1);
        program.reports(1, Map.of());
        scene.admin
                .genericKubernetesResources("skerry.dev/v1alpha1", "IngestionJob")
                .inNamespace(scene.namespace)
                .withName("flask")
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"remove\",\"path\":\"/status\"}]");
        scene.until(
                "flask",
                s ->
                        s.attempts() != null
                                && program.pod()
                                        .getMetadata()
                                        .getUid()
                                        .equals(s.attempts().getLast().podUid()));
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> !user.hasChild("flask-ij-r1-a2") && !user.hasChild("flask-ij-r2-a1"));
        program.succeeds(2);
        var status = scene.until("flask", s -> "Succeeded".equals(s.phase()));
        assertThat(status.attempts()).hasSize(1);
        assertThat(status.result().runId()).isEqualTo(program.runId());
    }

    @Test
    void aProgramKilledBetweenItsResultAndItsExitHasSucceeded() throws Exception {
        scene.applyJob("flask", SPEC);
        var program = Program.of(scene, "flask", 1, 1);
        program.reports(1, Map.of("result", program.result()));
        program.ends(137, "");
        var status = scene.until("flask", s -> "Succeeded".equals(s.phase()));
        assertThat(status.attempts()).hasSize(1);
        assertThat(status.attempts().getLast().exitCode()).isEqualTo(137);
        assertThat(status.attempts().getLast().failureClass()).isNull();
    }

    @Test
    void pointsOfAnEvictedPodGoWhenTheRunFailsForGood() throws Exception {
        scene.applyJob("flask", SPEC);
        var evicted = Program.of(scene, "flask", 1, 1);
        var code = scene.namespace + ".code";
        points.upload(evicted, code, 6);
        scene.admin.resource(evicted.pod()).withGracePeriod(0).delete();
        var second = Program.of(scene, "flask", 1, 1);
        points.upload(second, code, 2);
        second.ends(78, "{\"class\":\"Config\",\"message\":\"no such branch\"}");
        scene.until("flask", s -> "Failed".equals(s.phase()) && s.leftovers() == null);
        assertThat(points.count(code, scene.namespace, "flask")).isZero();
    }

    @Test
    void pointsOfAFormerJobOfTheSameNameGoWhenTheNewOneSucceeds() throws Exception {
        scene.applyJob("flask", SPEC);
        var code = scene.namespace + ".code";
        var program = Program.of(scene, "flask", 1, 1);
        points.upload(code, scene.namespace, "flask", "former-uid", "r1-a1-former", 5);
        points.upload(code, scene.namespace, "flask", "former-uid", "r2-a1-former", 5);
        points.upload(program, code, 3);
        program.succeeds(1);
        scene.until("flask", s -> "Succeeded".equals(s.phase()));
        assertThat(points.count(code, scene.namespace, "flask")).isEqualTo(3);
    }
}
