package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The operator's loop with a crash, or a frozen leader, after any of its steps, between any moves
 * of the world around it: one attempt at a time, records before deeds, and always the same good
 * end.
 */
class IngestionJobCrashTest {
    private static final int MOST_ROUNDS = 600;

    /** Somebody's next move; the operator's may be cut short. */
    enum Move {
        OPERATOR,
        OPERATOR_DIES_BEFORE_THE_RECORD,
        OPERATOR_DIES_AFTER_THE_RECORD,
        OPERATOR_DIES_AFTER_ONE_ACTION,
        OPERATOR_DIES_AFTER_TWO_ACTIONS,
        OPERATOR_FREEZES,
        FROZEN_OPERATOR_THAWS,
        INFORMERS_CATCH_UP,
        JOB_CONTROLLER,
        DELETIONS_GO_ON,
        PROGRAM_STARTS,
        PROGRAM_UPLOADS_HALF,
        PROGRAM_PUBLISHES,
        PROGRAM_ENDS,
        PROGRAM_IS_KILLED,
        TIME_PASSES,
        SUSPENDED,
        RESUMED
    }

    @Property(tries = 3000)
    void whereverItCrashesTheJobEndsWellWithOneAttemptAtATime(
            @ForAll("histories") List<Move> history) throws JsonProcessingException {
        var world = new PlayedWorld(spec(false), spec(true));
        for (var move : history) play(world, move);
        world.suspend(false);
        world.frozenOperatorThaws();
        for (int round = 0; round < MOST_ROUNDS && !finished(world); round++) fairRound(world);

        assertThat(finished(world)).as("it comes to an end").isTrue();
        var status = world.status().orElseThrow();
        assertThat(status.phase()).as(status.toString()).isEqualTo("Succeeded");
        assertThat(world.points())
                .as("points of the result's run alone")
                .isEqualTo(Map.of(status.result().runId(), 10));
        assertThat(world.anythingRuns()).isFalse();
    }

    @Provide
    Arbitrary<List<Move>> histories() {
        return Arbitraries.of(Move.class).list().ofMaxSize(80);
    }

    private static void play(PlayedWorld world, Move move) {
        switch (move) {
            case OPERATOR -> world.operator(Integer.MAX_VALUE);
            case OPERATOR_DIES_BEFORE_THE_RECORD -> world.operator(0);
            case OPERATOR_DIES_AFTER_THE_RECORD -> world.operator(1);
            case OPERATOR_DIES_AFTER_ONE_ACTION -> world.operator(2);
            case OPERATOR_DIES_AFTER_TWO_ACTIONS -> world.operator(3);
            case OPERATOR_FREEZES -> world.operatorFreezes();
            case FROZEN_OPERATOR_THAWS -> world.frozenOperatorThaws();
            case INFORMERS_CATCH_UP -> world.informersCatchUp();
            case JOB_CONTROLLER -> world.jobController();
            case DELETIONS_GO_ON -> world.deletionsGoOn();
            case PROGRAM_STARTS -> world.programStarts();
            case PROGRAM_UPLOADS_HALF -> world.programUploadsHalf();
            case PROGRAM_PUBLISHES -> world.programPublishes();
            case PROGRAM_ENDS -> world.programEnds();
            case PROGRAM_IS_KILLED -> world.programIsKilled();
            case TIME_PASSES -> world.timePasses(Duration.ofSeconds(30));
            case SUSPENDED -> world.suspend(true);
            case RESUMED -> world.suspend(false);
        }
    }

    /** Everybody does what it has to do, and nobody dies. */
    private static void fairRound(PlayedWorld world) {
        world.informersCatchUp();
        world.operator(Integer.MAX_VALUE);
        world.jobController();
        world.programStarts();
        world.programPublishes();
        world.programEnds();
        world.jobController();
        world.deletionsGoOn();
        world.timePasses(Duration.ofSeconds(30));
    }

    private static boolean finished(PlayedWorld world) {
        return world.status().map(IngestionJobStatus::finishedAt).isPresent();
    }

    private static IngestionJobSpec spec(boolean suspend) throws JsonProcessingException {
        return new ObjectMapper()
                .readValue(
                        """
                        {"repository": {"url": "file:///srv/app"}, "retries": {"node": 10000},
                         "embedding": {"dimensions": 64}, "suspend": %s}
                        """
                                .formatted(suspend),
                        IngestionJobSpec.class);
    }
}
