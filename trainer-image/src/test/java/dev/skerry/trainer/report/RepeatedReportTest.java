package dev.skerry.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the operator hears of work that gives no new snapshot. */
@Timeout(60)
class RepeatedReportTest {

    private static final Duration OFTEN = Duration.ofMillis(20);

    /** An answer that leaves the rhythm as it is. */
    private static final String AS_BEFORE = "{\"command\":\"continue\",\"intervalSeconds\":0}";

    private final BlockingQueue<byte[]> kept = new LinkedBlockingQueue<>();
    private OperatorDouble operator;

    @BeforeEach
    void start() throws IOException {
        operator = new OperatorDouble();
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void aProgramThatHangsHasItsNewestReportRepeatedWithANewNumberUntilTheEnd() throws Exception {
        operator.reply = AS_BEFORE;
        try (var reporter = reporter(OFTEN)) {
            reporter.report(at("Parse", 7));
            var received = operator.await(r -> r.size() >= 4);
            for (int i = 0; i < received.size(); i++) {
                assertThat(received.get(i).body().path("seq").asInt()).isEqualTo(i + 1);
                assertThat(withoutNumber(received.get(i)))
                        .isEqualTo(withoutNumber(received.getFirst()));
            }
            assertThat(reporter.finish(at("Publish", 100), Duration.ofSeconds(5))).isEmpty();
        }
        int sent = operator.received().size();
        assertThat(operator.received().getLast().body().path("percent").asInt()).isEqualTo(100);
        try (var other = reporter(OFTEN)) {
            other.report(at("Other", 1));
            assertThat(operator.await(r -> r.size() >= sent + 4).subList(sent, sent + 4))
                    .allMatch(r -> r.body().path("stage").asText().equals("Other"));
        }
    }

    @Test
    void whereNothingWasOfferedNothingIsRepeated() throws Exception {
        operator.reply = AS_BEFORE;
        try (var silent = reporter(OFTEN);
                var other = reporter(OFTEN)) {
            other.report(at("Other", 1));
            assertThat(operator.await(r -> r.size() >= 4))
                    .extracting(r -> r.body().path("seq").asInt())
                    .startsWith(1, 2, 3, 4);
            assertThat(silent.stopRequested()).isFalse();
        }
    }

    @Test
    void theRhythmOfRepetitionsIsTheOneOfTheAnswer() throws Exception {
        try (var reporter = reporter(Duration.ofMillis(10))) {
            reporter.report(at("Parse", 7));
            var received = operator.await(r -> r.size() == 2);
            assertThat(received.getLast().nanos() - received.getFirst().nanos())
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
        }
    }

    @Test
    void aLostReportIsKeptOnceAndNotAgainWithEachRepetition() throws Exception {
        operator.reply = AS_BEFORE;
        for (int i = 0; i < 1000; i++) {
            operator.statuses.add(503);
        }
        try (var reporter = reporter(OFTEN)) {
            reporter.report(at("Parse", 7));
            operator.await(r -> r.size() >= 8);
            assertThat(kept).hasSize(1);
            int sent = operator.received().size();
            reporter.reportPromptly(at("Parse", 8));
            operator.await(r -> r.size() >= sent + 8);
            assertThat(kept)
                    .extracting(b -> new String(b, StandardCharsets.UTF_8))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("\"percent\":7"),
                            second -> assertThat(second).contains("\"percent\":8"));
        }
    }

    private static JsonNode withoutNumber(OperatorDouble.Received received) {
        return ((ObjectNode) received.body().deepCopy()).without(List.of("seq", "at"));
    }

    private Reporter reporter(Duration interval) {
        return new Reporter(
                new ReportTarget(operator.url(), Optional.empty(), Optional.empty()),
                2,
                3,
                new ReportTiming(
                        3,
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(5),
                        interval,
                        Duration.ZERO),
                kept::add,
                new Reporter.Listener() {
                    @Override
                    public void accepted(long seq) {}

                    @Override
                    public void lost(long seq, String why) {}

                    @Override
                    public void stopAsked() {}
                },
                Clock.systemUTC());
    }

    private static Snapshot at(String stage, int percent) {
        return Snapshot.of(stage, percent, Map.of("files", (long) percent), Map.of());
    }
}
