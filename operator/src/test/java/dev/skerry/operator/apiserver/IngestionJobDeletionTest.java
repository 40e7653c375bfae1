package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deletion at any moment: the job goes, and what its policy says goes with it. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobDeletionTest extends SceneTest {
    private static final String RETAIN =
            "{repository: {url: \"https://git.example.org/team/flask.git\"}}";
    private static final String DELETE =
            "{repository: {url: \"https://git.example.org/team/flask.git\"}, collection: {deletionPolicy: Delete}}";

    IngestionJobDeletionTest() {
        super("gone");
    }

    @Test
    void aJobThatWaitsForItsFirstAttemptGoesAtOnce() throws Exception {
        try (var shut = Doorway.shut("vectors")) {
            assertThat(shut).isNotNull();
            scene.applyJob("flask", RETAIN.replace("}}", "}, collection: {name: never}}"));
            scene.until("flask", s -> s.waitingOn().contains("vector store"));
            user.delete("flask");
            user.untilGone("flask");
        }
        assertThat(user.hasChild("flask-ij-r1-a1")).isFalse();
    }

    @Test
    void aJobWhosePodIsPendingGoesAtOnce() {
        scene.applyJob("flask", RETAIN);
        scene.played.newPod(scene.child("flask-ij-r1-a1"));
        user.delete("flask");
        user.untilGone("flask");
        nothingNewIsMade();
    }

    @Test
    void aRunningJobGoesAtOnce() throws Exception {
        scene.applyJob("flask", RETAIN);
        Program.of(scene, "flask", 1, 1).reports(1, Map.of("stage", "Publish"));
        user.delete("flask");
        user.untilGone("flask");
        nothingNewIsMade();
    }

    @Test
    void aFailedJobThatOwnsItsPointsGoes() {
        scene.applyJob("flask", DELETE.replace("}}", "}, retries: {app: 0}}"));
        Program.of(scene, "flask", 1, 1).ends(70, "");
        scene.until("flask", s -> "Failed".equals(s.phase()));
        assertThat(scene.job("flask").getMetadata().getFinalizers())
                .containsExactly("skerry.dev/points");
        user.delete("flask");
        user.untilGone("flask");
    }

    @Test
    void aJobThatKeepsItsPointsHasNoFinalizer() {
        scene.applyJob("flask", RETAIN);
        scene.child("flask-ij-r1-a1");
        assertThat(scene.job("flask").getMetadata().getFinalizers()).isEmpty();
        user.delete("flask");
        user.untilGone("flask");
    }

    @Test
    void aSuspendedJobGoesAtOnce() {
        scene.applyJob("flask", RETAIN.replace("}}", "}, suspend: true}"));
        scene.until("flask", s -> "Suspended".equals(s.phase()));
        user.delete("flask");
        user.untilGone("flask");
    }

    @Test
    void policyDeleteEndsTheProgramFirstAndThenTakesItsPoints() throws Exception {
        scene.applyJob("flask", DELETE);
        var program = Program.of(scene, "flask", 1, 1);
        var code = scene.namespace + ".code";
        points.upload(program, code, 3);
        points.upload(code, scene.namespace, "neighbour", "another-uid", "r1-a1-x", 2);
        user.delete("flask");
        await().atMost(Scene.PATIENCE)
                .until(() -> program.jobNow().getMetadata().getDeletionTimestamp() != null);
        assertThat(points.count(code, scene.namespace, "flask")).as("while it runs").isEqualTo(3);
        user.untilChildGoes("flask-ij-r1-a1");
        user.untilGone("flask");
        assertThat(points.count(code, scene.namespace, "flask")).isZero();
        assertThat(points.count(code, scene.namespace, "neighbour")).isEqualTo(2);
    }

    @Test
    void aStoreThatIsAwayHoldsTheJobUntilItIsBack() throws Exception {
        scene.applyJob("flask", DELETE);
        succeeded();
        var code = scene.namespace + ".code";
        try (var shut = Doorway.shut("vectors")) {
            assertThat(shut).isNotNull();
            user.delete("flask");
            assertThat(held()).contains("its points to be removed from " + code);
        }
        user.untilGone("flask");
        assertThat(points.count(code, scene.namespace, "flask")).isZero();
    }

    @Test
    void anAnnotationLetsTheJobGoAndKeepsItsPoints() throws Exception {
        scene.applyJob("flask", DELETE);
        succeeded();
        try (var shut = Doorway.shut("vectors")) {
            assertThat(shut).isNotNull();
            user.delete("flask");
            assertThat(held()).contains("its points to be removed");
            user.annotate("flask", "skerry.dev/keep-points", "true");
            user.untilGone("flask");
        }
        assertThat(points.count(scene.namespace + ".code", scene.namespace, "flask")).isEqualTo(4);
    }

    private void succeeded() throws Exception {
        var program = Program.of(scene, "flask", 1, 1);
        points.upload(program, scene.namespace + ".code", 4);
        program.succeeds(1);
        scene.until("flask", s -> "Succeeded".equals(s.phase()) && s.leftovers() == null);
    }

    /** What the job that cannot go yet waits for; it names the fault. */
    private String held() {
        return scene.until(
                        "flask", s -> s.waitingOn() != null && s.waitingOn().contains("answered"))
                .waitingOn();
    }

    private void nothingNewIsMade() {
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> !user.hasChild("flask-ij-r1-a2"));
    }
}
