package dev.skerry.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.api.wire.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of a program that reports each five seconds for eleven minutes, and is Hung after ten. */
class ReportHistoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofSeconds(20);
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Duration MIDDLE = Duration.ofMinutes(5);
    private static final Duration END = Duration.ofMinutes(11);

    @Test
    void whatReportsTheSameOverTheWholeTimeoutHasStalled() {
        assertThat(stalled(before -> before)).isTrue();
    }

    static Stream<Named<UnaryOperator<Said>>> movements() {
        return Stream.of(
                Named.of("stage", s -> s.stage("Evaluate")),
                Named.of("percent by one", s -> s.percent(41)),
                Named.of("a counter", s -> s.counters(Map.of("files", 8L))),
                Named.of("another counter", s -> s.counters(Map.of("files", 7L, "edges", 1L))),
                Named.of("a metric", s -> s.metrics(Map.of("loss", "0.41"))),
                Named.of("checkpoint", s -> s.checkpoint("checkpoints/ns/u/r1-a1-p/2/")));
    }

    @ParameterizedTest
    @MethodSource("movements")
    void anyMovementInTheMiddleStartsTheTimeoutAgain(UnaryOperator<Said> movement) {
        assertThat(stalled(movement)).isFalse();
    }

    @Test
    void aPercentageThatFallsIsNoMovement() {
        assertThat(stalled(s -> s.percent(39))).isTrue();
        assertThat(stalled(s -> s.percent(null))).isTrue();
    }

    @Test
    void aProgramThatReportsPercentAndLossOnlyIsAtWork() {
        var history = ReportHistory.first("pod", bare(0), START);
        for (int i = 1; i <= 66; i++) {
            var at = START.plus(EVERY.multipliedBy(4L * i));
            history = history.then(bare(i), at, Duration.ofMinutes(1));
            assertThat(history.stalled(TIMEOUT, FRESH, at)).isFalse();
        }
    }

    @Test
    void silenceIsNoStall() {
        var history = history(before -> before, END);
        var later = START.plus(END).plus(FRESH);
        assertThat(history.stalled(TIMEOUT, FRESH, later)).isFalse();
    }

    private static boolean stalled(UnaryOperator<Said> movement) {
        return history(movement, END).stalled(TIMEOUT, FRESH, START.plus(END));
    }

    /** What is heard until then of a program whose report changes once, in the middle. */
    private static ReportHistory history(UnaryOperator<Said> movement, Duration until) {
        var said = new Said("Train", 40, Map.of("files", 7L), Map.of("loss", "0.42"), null);
        var history = ReportHistory.first("pod", said.report(0), START);
        for (long seq = 1; EVERY.multipliedBy(seq).compareTo(until) <= 0; seq++) {
            var since = EVERY.multipliedBy(seq);
            if (since.equals(MIDDLE)) said = movement.apply(said);
            history = history.then(said.report(seq), START.plus(since), FRESH);
        }
        return history;
    }

    private static Report<JsonNode> bare(int i) {
        return new Said("Train", i, null, Map.of("loss", "0." + (99 - i)), null).report(i);
    }

    private record Said(
            String stage,
            Integer percent,
            Map<String, Long> counters,
            Map<String, String> metrics,
            String checkpoint) {

        Said stage(String other) {
            return new Said(other, percent, counters, metrics, checkpoint);
        }

        Said percent(Integer other) {
            return new Said(stage, other, counters, metrics, checkpoint);
        }

        Said counters(Map<String, Long> other) {
            return new Said(stage, percent, other, metrics, checkpoint);
        }

        Said metrics(Map<String, String> other) {
            return new Said(stage, percent, counters, other, checkpoint);
        }

        Said checkpoint(String other) {
            return new Said(stage, percent, counters, metrics, other);
        }

        Report<JsonNode> report(long seq) {
            return new Report<>(
                    1,
                    1,
                    seq,
                    stage,
                    percent,
                    counters,
                    metrics,
                    checkpoint,
                    null,
                    null,
                    "2026-01-01T00:00:%02dZ".formatted(seq % 60));
        }
    }
}
