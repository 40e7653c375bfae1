package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.Logged;
import dev.skerry.operator.kube.StatusWriter;
import dev.skerry.operator.kube.StatusWriter.Recorded;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.DefaultContext;
import io.javaoperatorsdk.operator.processing.Controller;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Somebody writes between our look and our write: that is everyday life. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class StatusConflictTest extends SceneTest {
    @Inject Operator operator;
    @Inject StatusWriter statuses;

    StatusConflictTest() {
        super("conflict");
    }

    @Test
    void isAnOutcomeAndNoWarning() {
        scene.applyJob("flask", SPEC);
        scene.child("flask-ij-r1-a1");
        var before = scene.job("flask");
        user.annotate("flask", "touched", "meanwhile");
        var decided = scene.job("flask").getStatus();
        before.setStatus(null);

        try (var log = Logged.byAll()) {
            assertThat(record(before, decided, decided)).isEqualTo(Recorded.CONFLICT);
            assertThat(log.lines())
                    .noneMatch(l -> l.level().intValue() >= Level.WARNING.intValue());
        }
    }

    @Test
    void wordsThatTheApiServerCannotReadAreLeftOutAndTheTruthIsTold() throws Exception {
        scene.applyJob("flask", SPEC);
        scene.child("flask-ij-r1-a1");
        scene.until("flask", s -> s.attempts().getLast().jobUid() != null);
        await().atMost(Scene.PATIENCE)
                .until(
                        () -> {
                            var before = scene.job("flask");
                            return record(
                                    before,
                                    waitingOn(before, "x\u009b31m"),
                                    waitingOn(before, "refused by the API server"));
                        },
                        Recorded.YES::equals);
        var written = scene.job("flask").getStatus();
        assertThat(written.waitingOn()).contains("refused by the API server");
        assertThat(written.attempts()).hasSize(1);
        assertThat(written.conditions()).hasSize(7);
    }

    private static IngestionJobStatus waitingOn(IngestionJob job, String words) throws IOException {
        var json = new ObjectMapper();
        ObjectNode status = json.valueToTree(job.getStatus());
        status.put("waitingOn", words);
        return json.treeToValue(status, IngestionJobStatus.class);
    }

    private Recorded record(
            IngestionJob before, IngestionJobStatus decided, IngestionJobStatus wordless) {
        return statuses.record(before, decided, wordless, IngestionJob::new, context(before));
    }

    @SuppressWarnings("unchecked")
    private DefaultContext<IngestionJob> context(IngestionJob job) {
        var controller =
                (Controller<IngestionJob>)
                        operator.getRegisteredController("ingestionjobs").orElseThrow();
        return new DefaultContext<>(null, controller, job, false, false);
    }
}
