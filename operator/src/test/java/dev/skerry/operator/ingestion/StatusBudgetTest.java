package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.Attempt;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.job.decide.JobSubject;
import dev.skerry.operator.job.decide.Phase;
import dev.skerry.operator.job.decide.RunState;
import dev.skerry.operator.job.decide.RunView;
import dev.skerry.operator.job.decide.StatusBudget;
import dev.skerry.operator.job.decide.Told;
import dev.skerry.operator.status.Conditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusBudgetTest {

    private static final IngestionKind KIND = Installed.kind(false);

    @Test
    void aStatusThatFitsStaysAsItIs() {
        var status = status(1, "short");
        assertThat(fit(status)).isEqualTo(status);
    }

    @Test
    void whatIsCutIsTheWordsOfOldAttemptsFirst() {
        var fitted = fit(status(5, "w".repeat(400)));
        assertThat(StatusBudget.bytes(fitted)).isLessThanOrEqualTo(StatusBudget.MOST_BYTES);
        assertThat(fitted.attempts()).hasSize(5);
        assertThat(fitted.attempts().getLast().message()).hasSize(400);
        assertThat(fitted.attempts().getFirst().message()).hasSizeLessThan(110);
        assertThat(fitted.attempts().getFirst().podUid()).isNotNull();
    }

    @Test
    void cuttingTwiceChangesNothing() {
        var fitted = fit(status(5, "\"".repeat(400)));
        assertThat(fit(fitted)).isEqualTo(fitted);
    }

    private static IngestionJobStatus fit(IngestionJobStatus status) {
        var known = Optional.of(status);
        var job =
                new JobSubject<>(
                        "demo",
                        "flask",
                        "uid",
                        1,
                        Optional.empty(),
                        false,
                        false,
                        SimulatedSpec.of("main", "code", false),
                        known);
        var state = RunState.of(known, KIND.leftovers(known), KIND.own(known));
        var told = new Told(1, Phase.RUNNING, "", status.conditions(), 0);
        return new StatusBudget<>(KIND, new RunView<>(job, state), told).fit();
    }

    private static IngestionJobStatus status(int attempts, String words) {
        var all = new ArrayList<Attempt>();
        for (int number = 1; number <= attempts; number++) {
            all.add(
                    new Attempt(
                            1,
                            number,
                            "11111111-1111-1111-1111-111111111111",
                            "22222222-2222-2222-2222-222222222222",
                            null,
                            "2026-11-21T10:00:00Z",
                            null,
                            null,
                            "2026-11-21T10:01:00Z",
                            70,
                            "App",
                            null,
                            "node-1",
                            words));
        }
        return new IngestionJobStatus(
                1L,
                "Running",
                "",
                Conditions.of(
                                KIND.conditions(),
                                List.of(),
                                1,
                                Instant.parse("2026-11-21T10:00:00Z"))
                        .all(),
                1,
                null,
                "demo.code",
                "skerry",
                null,
                all,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
