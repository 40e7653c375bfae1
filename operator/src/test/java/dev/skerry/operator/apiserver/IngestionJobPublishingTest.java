package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Which points stand in the vector store after what happened. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobPublishingTest extends SceneTest {
    private static final String FLASK =
            "{repository: {url: \"https://git.example.org/team/flask.git\"}%s}";
    private static final String OTHER =
            "{repository: {url: \"https://git.example.org/team/other.git\"}}";

    IngestionJobPublishingTest() {
        super("publish");
    }

    @Test
    void successRemovesExactlyThisJobsOlderPointsFromASharedCollection() throws Exception {
        scene.applyJob("flask", FLASK.formatted(""));
        scene.applyJob("other", OTHER);
        var program = Program.of(scene, "flask", 1, 1);
        var code = scene.namespace + ".code";
        points.upload(code, scene.namespace, "flask", "another-uid", "r0-a1-older", 5);
        points.upload(program, code, 7);
        points.upload(code, scene.namespace, "other", "another-uid", "r1-a1-x", 3);
        points.upload(code, "another-namespace", "flask", "another-uid", "r1-a1-y", 2);
        program.succeeds(1);
        scene.until("flask", s -> "Succeeded".equals(s.phase()));
        assertThat(points.count(code, scene.namespace, "flask")).isEqualTo(7);
        assertThat(points.count(code, scene.namespace, "other")).isEqualTo(3);
        assertThat(points.count(code, "another-namespace", "flask")).isEqualTo(2);
    }

    @Test
    void nothingIsRemovedBeforeThereIsAResult() throws Exception {
        scene.applyJob("flask", FLASK.formatted(""));
        var program = Program.of(scene, "flask", 1, 1);
        var code = scene.namespace + ".code";
        points.upload(code, scene.namespace, "flask", "another-uid", "r1-a1-of-a-job-before", 5);
        points.upload(program, code, 2);
        program.ends(78, "{\"class\":\"Config\",\"message\":\"no such branch\"}");
        scene.until("flask", s -> "Failed".equals(s.phase()) && s.leftovers() == null);
        assertThat(points.count(code, scene.namespace, "flask"))
                .as("those of the failed attempt went, those that were retained did not")
                .isEqualTo(5);
    }

    @Test
    void pointsOfAFailedAttemptGoBeforeTheNextBegins() throws Exception {
        scene.applyJob("flask", FLASK.formatted(""));
        var program = Program.of(scene, "flask", 1, 1);
        var code = scene.namespace + ".code";
        points.upload(program, code, 4);
        program.ends(75, "{\"class\":\"Service\",\"message\":\"S3 does not answer\"}");
        scene.child("flask-ij-r1-a2");
        assertThat(points.count(code, scene.namespace, "flask")).isZero();
    }

    @Test
    void aChangedCollectionIsEmptiedOnceTheNewResultStands() throws Exception {
        scene.applyJob("flask", FLASK.formatted(""));
        var first = Program.of(scene, "flask", 1, 1);
        var code = scene.namespace + ".code";
        points.upload(first, code, 6);
        first.succeeds(1);
        scene.until("flask", s -> "Succeeded".equals(s.phase()));

        user.patch("flask", "{\"spec\":{\"collection\":{\"name\":\"docs\"}}}");
        var second = Program.of(scene, "flask", 2, 1);
        assertThat(points.count(code, scene.namespace, "flask")).as("until then").isEqualTo(6);
        var docs = scene.namespace + ".docs";
        points.upload(second, docs, 8);
        second.succeeds(1);
        var status =
                scene.until("flask", s -> "Succeeded".equals(s.phase()) && s.leftovers() == null);
        assertThat(status.collection()).isEqualTo(docs);
        assertThat(points.count(code, scene.namespace, "flask")).isZero();
        assertThat(points.count(docs, scene.namespace, "flask")).isEqualTo(8);
    }

    @Test
    void aCollectionOfAnotherSizeStallsWithTheWayOut() throws Exception {
        points.makeCollection(scene.namespace + ".code", 128);
        scene.applyJob("flask", FLASK.formatted(""));
        var status =
                scene.until(
                        "flask",
                        s ->
                                s.conditions().stream()
                                        .anyMatch(c -> c.reason().equals("DimensionMismatch")));
        assertThat(status.waitingOn())
                .isEqualTo(
                        "a change of the spec: spec.collection: \"code\" holds vectors of 128 dimensions, this job makes 64; set spec.embedding.dimensions to 128 or name another collection");
        user.patch("flask", "{\"spec\":{\"embedding\":{\"dimensions\":128}}}");
        assertThat(scene.child("flask-ij-r2-a1").getSpec().getBackoffLimit()).isZero();
    }

    @Test
    void aStoreThatIsAwayIsWaitedFor() throws Exception {
        try (var shut = Doorway.shut("vectors")) {
            assertThat(shut).isNotNull();
            scene.applyJob("flask", FLASK.formatted(", collection: {name: later}"));
            assertThat(scene.until("flask", s -> s.waitingOn().contains("vector store")).phase())
                    .isEqualTo("Pending");
            assertThat(user.hasChild("flask-ij-r1-a1")).isFalse();
        }
        await().atMost(Scene.PATIENCE).until(() -> user.hasChild("flask-ij-r1-a1"));
    }
}
