package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.Logged;
import dev.skerry.operator.ingestion.Wordless;
import dev.skerry.operator.kube.StatusWriter;
import dev.skerry.operator.kube.StatusWriter.Recorded;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.DefaultContext;
import io.javaoperatorsdk.operator.processing.Controller;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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
            assertThat(record(before, decided)).isEqualTo(Recorded.CONFLICT);
            assertThat(log.lines())
                    .noneMatch(l -> l.level().intValue() >= Level.WARNING.intValue());
        }
    }

    @Test
    void wordsThatTheApiServerCannotReadAreLeftOutAndTheTruthIsTold() throws Exception {
        scene.applyJob("flask", SPEC);
        scene.child("flask-ij-r1-a1");
        scene.until("flask", s -> s.attempts().getLast().jobUid() != null);
        var json = new ObjectMapper();
        await().atMost(Scene.PATIENCE)
                .until(
                        () -> {
                            var before = scene.job("flask");
                            ObjectNode words = json.valueToTree(before.getStatus());
                            words.put("waitingOn", "x\u009b31m");
                            var decided = json.treeToValue(words, IngestionJobStatus.class);
                            return record(before, decided);
                        },
                        Recorded.YES::equals);
        var written = scene.job("flask").getStatus();
        assertThat(written.waitingOn()).contains("refused by the API server");
        assertThat(written.attempts()).hasSize(1);
        assertThat(written.conditions()).hasSize(7);
    }

    private Recorded record(IngestionJob before, IngestionJobStatus decided) {
        return statuses.record(before, decided, Wordless::of, IngestionJob::new, context(before));
    }

    @SuppressWarnings("unchecked")
    private DefaultContext<IngestionJob> context(IngestionJob job) {
        var controller =
                (Controller<IngestionJob>)
                        operator.getRegisteredController("ingestionjobs").orElseThrow();
        return new DefaultContext<>(null, controller, job, false, false);
    }
}
