package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.Attempt;
import dev.skerry.api.Condition;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionCondition;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.job.decide.StatusBudget;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens and whatever programs say, a status keeps its promises. */
class IngestionJobStatusProperties {
    private static final List<String> TYPES =
            IngestionCondition.ALL.stream().map(ConditionType::id).toList();

    @Property(tries = 400)
    void aStatusKeepsItsPromises(@ForAll("histories") List<SimulatedJob.Step> history) {
        var job = new SimulatedJob();
        var before = Optional.<IngestionJobStatus>empty();
        for (var step : history) {
            job.happens(step);
            for (var status : job.decideUntilQuiet()) {
                holds(status);
                before.ifPresent(b -> follows(b, status));
                before = Optional.of(status);
            }
        }
    }

    private static void holds(IngestionJobStatus status) {
        assertThat(StatusBudget.bytes(status)).isLessThanOrEqualTo(StatusBudget.MOST_BYTES);
        assertThat(status.conditions()).extracting(Condition::type).isEqualTo(TYPES);
        assertThat(status.conditions())
                .allSatisfy(c -> assertThat(c.status()).isIn("True", "False", "Unknown"));
        var attempts = attempts(status);
        assertThat(attempts.stream().filter(a -> a.endedAt() == null).toList())
                .as("open attempts")
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(a -> a == attempts.getLast());
    }

    private static void follows(IngestionJobStatus before, IngestionJobStatus now) {
        assertThat(run(now)).isGreaterThanOrEqualTo(run(before));
        var last = last(before);
        var next = last(now);
        if (last.isEmpty()) return;
        assertThat(next).isPresent();
        assertThat(order(next.get()))
                .as("the attempt's number")
                .isGreaterThanOrEqualTo(order(last.get()));
        if (order(next.get()) == order(last.get())
                && before.progress() != null
                && now.progress() != null) {
            assertThat(now.progress().percent())
                    .isGreaterThanOrEqualTo(before.progress().percent());
        }
    }

    private static int run(IngestionJobStatus status) {
        return status.run() == null ? 0 : status.run();
    }

    private static long order(Attempt attempt) {
        return attempt.run() * 1_000_000L + attempt.number();
    }

    private static List<Attempt> attempts(IngestionJobStatus status) {
        return status.attempts() == null ? List.of() : status.attempts();
    }

    private static Optional<Attempt> last(IngestionJobStatus status) {
        var attempts = attempts(status);
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    @Provide
    Arbitrary<List<SimulatedJob.Step>> histories() {
        var kinds =
                Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.of(SimulatedJob.Kind.REPORT)),
                        Tuple.of(5, Arbitraries.of(SimulatedJob.Kind.PROGRAM_ENDS)),
                        Tuple.of(5, Arbitraries.of(SimulatedJob.Kind.TIME_PASSES)),
                        Tuple.of(4, Arbitraries.of(SimulatedJob.Kind.class)));
        var texts = Arbitraries.strings().all().ofMaxLength(600);
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.oneOf(
                                texts,
                                Arbitraries.strings()
                                        .withChars('"', '\\', 'x', '\u20ac')
                                        .ofLength(600)))
                .as(SimulatedJob.Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }
}
