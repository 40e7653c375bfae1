package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skerry.api.IngestionJob;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A finalizer of ours is there only where it is asked for, and then it is taken off again. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobFinalizerTest extends SceneTest {
    private static final String REPOSITORY =
            "repository: {url: \"https://git.example.org/team/flask.git\"}";

    IngestionJobFinalizerTest() {
        super("deletion");
    }

    @Test
    void aFinishedJobThatOwnsItsPointsGoesWhenItIsDeleted() {
        scene.applyJob(
                "flask",
                "{%s, collection: {deletionPolicy: Delete}, retries: {app: 0}}"
                        .formatted(REPOSITORY));
        var job = scene.child("flask-ij-r1-a1");
        scene.played.ended(scene.played.runningPod(job), 70, "");
        scene.played.finish(job, false, "Container main failed with exit code 70");
        scene.until("flask", s -> "Failed".equals(s.phase()));
        assertThat(scene.job("flask").getMetadata().getFinalizers())
                .isEqualTo(List.of("skerry.dev/points"));

        delete("flask");
        await().atMost(Scene.PATIENCE).until(() -> scene.job("flask") == null);
    }

    @Test
    void aJobThatKeepsItsPointsHasNoFinalizer() {
        scene.applyJob("flask", "{%s}".formatted(REPOSITORY));
        scene.child("flask-ij-r1-a1");
        assertThat(scene.job("flask").getMetadata().getFinalizers()).isEmpty();
        delete("flask");
        await().atMost(Scene.PATIENCE).until(() -> scene.job("flask") == null);
    }

    private void delete(String name) {
        RealServers.admin()
                .resources(IngestionJob.class)
                .inNamespace(scene.namespace)
                .withName(name)
                .delete();
    }
}
