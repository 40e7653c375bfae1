package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skerry.operator.sweep.StorageSweep;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job that was deleted in mid-run leaves in object storage, under the shipped role. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class StorageSweepTest extends SceneTest {
    private static final Duration GRACE = Duration.ofMinutes(10);

    @Inject StorageSweep sweep;
    @Inject MeterRegistry metrics;

    StorageSweepTest() {
        super("sweep");
    }

    @Test
    void goesOnceTheJobHasGoneAndTheGraceIsOver(@TempDir Path folder) throws Exception {
        scene.applyJob("flask", SPEC);
        var program = Program.of(scene, "flask", 1, 1);
        var place = "checkpoints/%s/%s/".formatted(scene.namespace, program.jobUid());
        program.reports(1, Map.of());
        program.saves(7, folder);

        sweep.round(Instant.now().plus(GRACE.multipliedBy(2)));
        assertThat(Program.stored(place)).as("while the job lives").isNotEmpty();

        user.delete("flask");
        user.untilGone("flask");
        sweep.round(Instant.now());
        assertThat(Program.stored(place)).as("within the grace").isNotEmpty();

        sweep.round(Instant.now().plus(GRACE.multipliedBy(2)));
        assertThat(Program.stored(place)).isEmpty();
    }

    @Test
    void isLookedForSoonAfterThisProcessLeads() {
        await().atMost(Scene.PATIENCE)
                .until(() -> metrics.counter("skerry.storage.sweeps").count() >= 1);
    }
}
