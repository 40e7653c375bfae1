package dev.skerry.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.IngestionJobStatus;
import dev.skerry.artifacts.fault.FaultFolder;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.tests.cluster.Repository;
import dev.skerry.tests.cluster.Skerry;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services that are away for a while: the job waits, goes on, and nothing is there twice. */
class OutageTest {
    private static final Duration A_WHILE = Duration.ofSeconds(12);
    private static final Duration REACHED = Duration.ofSeconds(60);

    private final Skerry skerry = Skerry.running();
    private final FaultFolder faults = new FaultFolder(skerry.faults());
    private Repository repository;
    private Subject subject;

    @BeforeEach
    void begin() throws IOException {
        repository = Repository.of(120);
        subject = Subject.of(skerry.namespace("outage"), "app", repository);
    }

    @AfterEach
    void end() {
        faults.release();
        repository.delete();
    }

    @Test
    void anObjectStoreThatDoesNotAnswerIsWaitedForBeforeTheStart() {
        IngestionJobStatus waiting;
        try (var away = Outage.freeze(skerry, Victim.OBJECT_STORE)) {
            Victim.OPERATOR.kill(skerry); // its answer about the bucket may be ten seconds old
            apply();
            waiting = until(s -> waits(s) && isFalse(s, "StorageReady"));
            assertThat(away).isNotNull();
        }
        assertThat(waiting.attempts()).isNull();
        assertThat(waiting.phase()).isEqualTo("Pending");
        assertThat(succeeded().attempts()).hasSize(1);
    }

    @Test
    void aVectorStoreThatDoesNotAnswerIsWaitedForBeforeTheStart() {
        IngestionJobStatus waiting;
        try (var away = Outage.freeze(skerry, Victim.VECTOR_STORE)) {
            apply();
            waiting = until(s -> waits(s) && isFalse(s, "CollectionReady"));
            assertThat(away).isNotNull();
        }
        assertThat(waiting.attempts()).isNull();
        assertThat(succeeded().attempts()).hasSize(1);
    }

    @Test
    void anObjectStoreThatIsAwayWhileItIsPublishedToIsTriedAgain() {
        frozenAt(FaultPoint.BEFORE_MANIFEST, Victim.OBJECT_STORE);
        succeeded();
    }

    @Test
    void aVectorStoreThatIsAwayWhileItIsPublishedToIsTriedAgain() {
        frozenAt(FaultPoint.BEFORE_COUNT, Victim.VECTOR_STORE);
        succeeded();
    }

    @Test
    void aJobEndsWhileTheApiServerIsAwayAndItsResultIsFound() {
        faults.hold(FaultPoint.BEFORE_POINTS.id());
        apply();
        assertThat(faults.awaitStanding(FaultPoint.BEFORE_POINTS.id(), REACHED)).isPresent();
        try (var away = Outage.freeze(skerry, Victim.API_SERVER)) {
            faults.release();
            awaitNoProgram();
            assertThat(away).isNotNull();
        }
        assertThat(succeeded().attempts()).hasSize(1);
    }

    @Test
    void aJobEndsWhileThereIsNoOperatorAndItsResultIsFound() {
        faults.hold(FaultPoint.JOB_READ.id());
        apply();
        assertThat(faults.awaitStanding(FaultPoint.JOB_READ.id(), REACHED)).isPresent();
        Victim.OPERATOR.kill(skerry);
        faults.release();
        Outage.keepDead(
                skerry,
                Victim.OPERATOR,
                Duration.ofSeconds(120),
                () -> Machine.trainers(skerry.home()).isEmpty());
        assertThat(succeeded().attempts()).hasSize(1);
    }

    private void frozenAt(FaultPoint point, Victim victim) {
        faults.hold(point.id());
        apply();
        assertThat(faults.awaitStanding(point.id(), REACHED)).isPresent();
        try (var away = Outage.freeze(skerry, victim)) {
            faults.release();
            assertThat(away.lasts(A_WHILE)).isNotNull();
        }
    }

    private void awaitNoProgram() {
        Awaitility.await("end of the program")
                .atMost(Duration.ofSeconds(120))
                .until(() -> Machine.trainers(skerry.home()).isEmpty());
    }

    private void apply() {
        skerry.applyJob(subject.namespace(), subject.name(), repository.path, "}");
    }

    private IngestionJobStatus until(Predicate<IngestionJobStatus> condition) {
        return skerry.until(subject.namespace(), subject.name(), condition);
    }

    /** The end of the job, with all invariants. */
    private IngestionJobStatus succeeded() {
        var status = until(s -> Set.of("Succeeded", "Failed").contains(String.valueOf(s.phase())));
        assertThat(new Invariants(skerry, subject, status).broken()).isEmpty();
        return status;
    }

    private static boolean waits(IngestionJobStatus status) {
        return status.waitingOn() != null && !status.waitingOn().isEmpty();
    }

    private static boolean isFalse(IngestionJobStatus status, String type) {
        return status.conditions().stream()
                .anyMatch(c -> c.type().equals(type) && "False".equals(c.status()));
    }
}
