package dev.skerry.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.artifacts.fault.FaultFolder;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.tests.cluster.Repository;
import dev.skerry.tests.cluster.Skerry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two clusters on one machine, and one that is stopped in the middle of its work. */
class DownTest {

    @Test
    void aClusterThatIsStoppedInTheMiddleOfAJobLeavesNothingAndGoesOnAfterwards() throws Exception {
        var first = Skerry.running();
        var second = Skerry.another();
        assertThat(second.home()).isNotEqualTo(first.home());
        var repository = Repository.of(120);
        var namespace = second.namespace("down");
        var faults = new FaultFolder(second.faults());
        faults.hold(FaultPoint.AFTER_BATCH.id());
        second.applyJob(namespace, "app", repository.path, "}");
        assertThat(faults.awaitStanding(FaultPoint.AFTER_BATCH.id(), Duration.ofSeconds(60)))
                .isPresent();
        var subject = Subject.of(namespace, "app", repository);
        assertThat(Machine.trainers(second.home())).hasSize(1);
        assertThat(new Remains(second, subject).filesOutsidePods()).isEmpty();

        second.down();
        assertThat(Machine.processes(second.home())).isEmpty();
        assertThat(first.cluster().daemon()).isPresent();

        faults.release();
        second.up();
        var status = second.until(namespace, "app", s -> "Succeeded".equals(s.phase()));
        assertThat(status.attempts().size()).isGreaterThan(1);
        assertThat(new Invariants(second, subject, status).broken()).isEmpty();
        second.down();
        repository.delete();
    }
}
