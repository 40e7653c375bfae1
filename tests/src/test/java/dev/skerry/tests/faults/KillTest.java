package dev.skerry.tests.faults;

import static dev.skerry.artifacts.fault.FaultPoint.AFTER_ACTION;
import static dev.skerry.artifacts.fault.FaultPoint.AFTER_BATCH;
import static dev.skerry.artifacts.fault.FaultPoint.AFTER_CONFIG_MAP;
import static dev.skerry.artifacts.fault.FaultPoint.AFTER_MANIFEST;
import static dev.skerry.artifacts.fault.FaultPoint.AFTER_SECRET;
import static dev.skerry.artifacts.fault.FaultPoint.BEFORE_ACTION;
import static dev.skerry.artifacts.fault.FaultPoint.BEFORE_COUNT;
import static dev.skerry.artifacts.fault.FaultPoint.BEFORE_MANIFEST;
import static dev.skerry.artifacts.fault.FaultPoint.RESULT_TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.tests.cluster.Repository;
import dev.skerry.tests.cluster.Skerry;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each program of the cluster killed once, where it hurts most. Random ones by the hundred: {@code
 * bench/kills}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillTest {
    private static final int MODULES = 250;

    private KillRun runs;

    @BeforeAll
    void start() throws IOException {
        runs = new KillRun(Skerry.running(), Repository.of(MODULES));
    }

    static Stream<Kill> kills() {
        return Stream.of(
                Kill.at(Victim.OPERATOR, BEFORE_ACTION, "CreateAttempt"),
                Kill.at(Victim.OPERATOR, AFTER_ACTION, "DeleteAllPoints"),
                Kill.at(Victim.TRAINER, AFTER_MANIFEST),
                Kill.at(Victim.NODE, AFTER_BATCH),
                Kill.at(Victim.VECTOR_STORE, BEFORE_COUNT),
                Kill.at(Victim.OBJECT_STORE, BEFORE_MANIFEST),
                Kill.at(Victim.API_SERVER, RESULT_TAKEN),
                Kill.at(Victim.ETCD, AFTER_CONFIG_MAP),
                Kill.at(Victim.CONTROLLER_MANAGER, AFTER_ACTION, "CreateAttempt"),
                Kill.at(Victim.SCHEDULER, AFTER_SECRET),
                Kill.at(Victim.DAEMON, BEFORE_ACTION, "DeletePoints"));
    }

    @ParameterizedTest
    @MethodSource("kills")
    void whateverIsKilledTheJobEndsWellAndNothingIsLeft(Kill kill) throws IOException {
        var outcome = runs.run(kill);
        assertThat(outcome.killed()).as("%s was reached", kill).isTrue();
        assertThat(outcome.problems()).as("%s", kill).isEmpty();
    }
}
