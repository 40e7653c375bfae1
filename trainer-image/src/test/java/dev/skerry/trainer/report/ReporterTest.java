package dev.skerry.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.wire.FailureClass;
import dev.skerry.api.wire.LastWords;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReporterTest {

    private static final Duration LONG = Duration.ofHours(1);

    @TempDir Path folder;
    private OperatorDouble operator;
    private final BlockingQueue<byte[]> kept = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws IOException {
        operator = new OperatorDouble();
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void aStageEndIsSentAtOnceWithTokenAndPlace() throws Exception {
        var token = Files.writeString(folder.resolve("token"), "first\n");
        try (var reporter = reporter(target(operator.url(), Optional.of(token)), timing(LONG))) {
            reporter.reportPromptly(at("Fetch", 10));
            operator.await(r -> r.size() == 1);
            Files.writeString(token, "second");
            reporter.reportPromptly(at("Parse", 20));
            var received = operator.await(r -> r.size() == 2);

            assertThat(received)
                    .extracting(OperatorDouble.Received::authorization)
                    .containsExactly("Bearer first", "Bearer second");
            assertThat(received.getFirst().body())
                    .hasToString(
                            "{\"run\":2,\"attempt\":3,\"seq\":1,\"stage\":\"Fetch\",\"percent\":10,"
                                    + "\"counters\":{\"files\":10},\"metrics\":{\"loss\":\"NaN\"},\"at\":\"2026-01-01T00:00:00Z\"}");
            assertThat(received.getLast().body().path("seq").asInt()).isEqualTo(2);
        }
    }

    @Test
    void ofManyUpdatesOnlyTheNewestIsSentInTheRhythmOfTheAnswer() throws Exception {
        try (var reporter = reporter(target(operator.url(), Optional.empty()), timing(LONG))) {
            reporter.reportPromptly(at("Embed", 1));
            operator.await(r -> r.size() == 1);
            for (int percent = 2; percent <= 90; percent++) {
                reporter.report(at("Embed", percent));
            }
            var received = operator.await(r -> r.size() == 2);
            assertThat(received.getLast().body().path("percent").asInt()).isEqualTo(90);
            assertThat(received.getLast().nanos() - received.getFirst().nanos())
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
        }
    }

    @Test
    void epochsThatEndInNoTimeDoNotFloodTheOperator() throws Exception {
        var timing = timing(LONG, Duration.ofMillis(200));
        try (var reporter = reporter(target(operator.url(), Optional.empty()), timing)) {
            reporter.reportPromptly(at("Embed", 0));
            operator.await(r -> r.size() == 1);
            for (int percent = 1; percent <= 90; percent++) {
                reporter.reportPromptly(at("Embed", percent));
            }
            var received =
                    operator.await(
                            r -> !r.isEmpty() && r.getLast().body().path("percent").asInt() == 90);
            assertThat(received).hasSizeLessThanOrEqualTo(3);
            assertThat(received.getLast().nanos() - received.getFirst().nanos())
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(190));
        }
    }

    @Test
    void theOperatorsWishToComeBackLaterIsRespected() throws Exception {
        operator.statuses.add(429);
        operator.retryAfter = "1";
        var timing =
                new ReportTiming(
                        3,
                        Duration.ofMillis(50),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        LONG,
                        Duration.ZERO);
        try (var reporter = reporter(target(operator.url(), Optional.empty()), timing)) {
            reporter.reportPromptly(at("Embed", 1));
            var received = operator.await(r -> r.size() == 2);
            assertThat(received.getLast().nanos() - received.getFirst().nanos())
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(990));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 401})
    void whatMayPassIsTriedAgainWithTheNewestAndAHigherNumber(int status) throws Exception {
        operator.statuses.addAll(List.of(status, status));
        try (var reporter = reporter(target(operator.url(), Optional.empty()), timing(LONG))) {
            reporter.reportPromptly(at("Embed", 1));
            operator.await(r -> !r.isEmpty());
            reporter.report(at("Embed", 5));
            var received = operator.await(r -> r.size() == 3);
            assertThat(received)
                    .extracting(r -> r.body().path("seq").asInt())
                    .containsExactly(1, 2, 3);
            assertThat(received.getLast().body().path("percent").asInt()).isEqualTo(5);
            assertThat(reporter.finish(at("Publish", 100), Duration.ofSeconds(5))).isEmpty();
        }
        assertThat(kept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 409, 413})
    void whatIsRefusedIsKeptAndNotSentAgain(int status) throws Exception {
        operator.statuses.add(status);
        try (var reporter = reporter(target(operator.url(), Optional.empty()), timing(LONG))) {
            reporter.reportPromptly(at("Embed", 1));
            assertThat(new String(kept.poll(10, TimeUnit.SECONDS), StandardCharsets.UTF_8))
                    .contains("\"percent\":1");
            assertThat(lost.take()).isEqualTo("HTTP " + status);
            assertThat(operator.received()).hasSize(1);
        }
    }

    @Test
    void anOperatorThatIsAwayDoesNotHoldUpTheWork() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var nowhere = target(URI.create("http://127.0.0.1:" + port + "/"), Optional.empty());
        try (var reporter = reporter(nowhere, timing(LONG))) {
            long start = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                reporter.reportPromptly(at("Embed", i / 100));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(kept.poll(10, TimeUnit.SECONDS)).isNotNull();
            var left = reporter.finish(at("Publish", 100), Duration.ofSeconds(5));
            assertThat(left)
                    .map(b -> new String(b, StandardCharsets.UTF_8))
                    .get()
                    .asString()
                    .contains("\"percent\":100");
        }
    }

    @Test
    void anOperatorThatNeverAnswersHasALimit() throws Exception {
        operator.statuses.addAll(List.of(0, 0, 0, 0, 0, 0));
        try (var reporter = reporter(target(operator.url(), Optional.empty()), timing(LONG))) {
            reporter.reportPromptly(at("Embed", 1));
            operator.await(r -> r.size() == 3);
            assertThat(kept.poll(10, TimeUnit.SECONDS)).isNotNull();
            long start = System.nanoTime();
            assertThat(reporter.finish(at("Publish", 100), Duration.ofMillis(300))).isPresent();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void theLastReportIsSentBeforeTheEndAndNothingAfterIt() throws Exception {
        try (var reporter = reporter(target(operator.url(), Optional.empty()), timing(LONG))) {
            reporter.report(at("Embed", 50));
            var failure = new LastWords(FailureClass.DATA.id(), "the repository is empty");
            assertThat(reporter.finish(at("Embed", 50).with(failure), Duration.ofSeconds(5)))
                    .isEmpty();
            reporter.reportPromptly(at("Embed", 99));
            var last = operator.received().getLast().body();
            assertThat(last.path("failure"))
                    .hasToString("{\"class\":\"Data\",\"message\":\"the repository is empty\"}");
        }
    }

    @Test
    void theLastReportCutsAPauseShort() throws Exception {
        operator.statuses.add(503);
        var patient =
                new ReportTiming(
                        3,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(5),
                        LONG,
                        Duration.ZERO);
        try (var reporter = reporter(target(operator.url(), Optional.empty()), patient)) {
            reporter.reportPromptly(at("Embed", 1));
            operator.await(r -> r.size() == 1);
            assertThat(reporter.finish(at("Publish", 100), Duration.ofSeconds(5))).isEmpty();
        }
    }

    @Test
    void theCommandToStopIsSeen() throws Exception {
        operator.reply = "{\"command\":\"checkpoint-and-stop\",\"intervalSeconds\":1}";
        try (var reporter =
                reporter(target(operator.url(), Optional.empty()), timing(Duration.ofMillis(10)))) {
            assertThat(reporter.stopRequested()).isFalse();
            reporter.reportPromptly(at("Embed", 1));
            assertThat(lost.poll(10, TimeUnit.SECONDS)).isEqualTo("stop asked");
            assertThat(reporter.stopRequested()).isTrue();
            reporter.reportPromptly(at("Embed", 2));
            operator.await(r -> r.size() == 2);
            assertThat(lost).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "<html>", "{\"command\":\"dance\",\"intervalSeconds\":1}"})
    void anAnswerThatIsNoneIsNotTakenForOne(String reply) throws Exception {
        operator.reply = reply;
        try (var reporter = reporter(target(operator.url(), Optional.empty()), timing(LONG))) {
            reporter.reportPromptly(at("Embed", 1));
            assertThat(kept.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(operator.received()).hasSize(3);
        }
    }

    private Reporter reporter(ReportTarget target, ReportTiming timing) {
        return new Reporter(
                target,
                2,
                3,
                timing,
                kept::add,
                new Reporter.Listener() {
                    @Override
                    public void accepted(long seq) {}

                    @Override
                    public void lost(long seq, String why) {
                        lost.add(why);
                    }

                    @Override
                    public void stopAsked() {
                        lost.add("stop asked");
                    }
                },
                Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), java.time.ZoneOffset.UTC));
    }

    private static ReportTarget target(URI url, Optional<Path> token) {
        return new ReportTarget(url, token, Optional.empty());
    }

    private static ReportTiming timing(Duration interval) {
        return timing(interval, Duration.ZERO);
    }

    private static ReportTiming timing(Duration interval, Duration promptInterval) {
        return new ReportTiming(
                3,
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofMillis(800),
                interval,
                promptInterval);
    }

    private static Snapshot at(String stage, int percent) {
        var metrics = Map.of("loss", Snapshot.number(Double.NaN));
        return Snapshot.of(stage, percent, Map.of("files", (long) percent), metrics);
    }
}
