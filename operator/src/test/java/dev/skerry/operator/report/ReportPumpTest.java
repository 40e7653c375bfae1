package dev.skerry.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.wire.Report;
import dev.skerry.api.wire.ReportReply;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On a clock of its own, a release each 50 ms as 20 writes a second give. */
class ReportPumpTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofMillis(50);
    private static final int UNDER_WAY = 5;

    private final ReportPump pump =
            new ReportPump(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    UNDER_WAY);
    private final Map<String, List<Instant>> releases = new HashMap<>();
    private final Target target = new Target();
    private Instant now = START;
    private boolean stalled;

    @Test
    void progressOfOneJobIsShownOnceInTheInterval() {
        run(1, Duration.ofMinutes(2), second -> "7");
        assertThat(gaps("job-0")).allMatch(g -> g.compareTo(Duration.ofSeconds(10)) >= 0);
        assertThat(gaps("job-0")).allMatch(g -> g.compareTo(Duration.ofSeconds(16)) <= 0);
    }

    @Test
    void anEpochsEndIsShownSoonButNotMoreOftenThanTheMilestoneInterval() {
        run(1, Duration.ofMinutes(1), second -> Integer.toString(second));
        assertThat(gaps("job-0")).allMatch(g -> g.compareTo(Duration.ofSeconds(2)) >= 0);
        assertThat(gaps("job-0")).hasSizeGreaterThan(10);
    }

    @Test
    void aThousandJobsShareTwentyWritesASecondAndNoneWaitsLongerThanItsShare() {
        run(1000, Duration.ofMinutes(4), second -> Integer.toString(second));
        long all = releases.values().stream().mapToLong(List::size).sum();
        assertThat(all).isLessThanOrEqualTo(20L * 4 * 60);
        for (int i = 0; i < 1000; i++)
            assertThat(gaps("job-" + i))
                    .isNotEmpty()
                    .allMatch(g -> g.compareTo(Duration.ofSeconds(1000 / 20 + 6)) <= 0);
    }

    @Test
    void aResultIsShownAtTheNextWrite() {
        offer("job-0", report(1, "7"));
        tick();
        var history =
                ReportHistory.first(
                        "pod",
                        new Report<JsonNode>(
                                1,
                                1,
                                2L,
                                "Publish",
                                100,
                                Map.of(),
                                Map.of(),
                                null,
                                new ObjectMapper().createObjectNode().put("runId", "r1"),
                                null,
                                null),
                        now);
        pump.offer(target, id("job-0"), "job-0", history, now);
        tick();
        assertThat(pump.pickUp("job-0").orElseThrow().latest().result()).isNotNull();
    }

    @Test
    void aStallDoesNotEndInABurst() {
        stalled = true;
        for (int job = 0; job < 100; job++) offer("job-" + job, report(1, "7"));
        for (int i = 0; i < 100; i++) tick();
        assertThat(releases).hasSize(UNDER_WAY);
        releases.keySet().stream().limit(2).forEach(pump::pickUp);
        for (int i = 0; i < 50; i++) tick();
        assertThat(releases).hasSize(UNDER_WAY + 2);
    }

    @Test
    void releasesThatNobodyPicksUpHoldUpTheOthersForTenSecondsOnly() {
        stalled = true;
        for (int job = 0; job < 100; job++) offer("job-" + job, report(1, "7"));
        for (int i = 0; i < 20 * 9; i++) tick();
        assertThat(releases).hasSize(UNDER_WAY);
        for (int i = 0; i < 20 * 2; i++) tick();
        assertThat(releases).hasSize(2 * UNDER_WAY);
    }

    private interface Epoch {
        String at(int second);
    }

    /** Each job reports every five seconds, all at different times. */
    private void run(int jobs, Duration time, Epoch epoch) {
        long ticks = time.dividedBy(TICK);
        for (long tick = 0; tick < ticks; tick++) {
            for (int job = 0; job < jobs; job++)
                if ((tick + job) % 100 == 0)
                    offer("job-" + job, report(tick + 1, epoch.at((int) (tick / 20))));
            tick();
        }
    }

    private void tick() {
        now = now.plus(TICK);
        pump.releaseOne(now);
    }

    private void offer(String job, Report<JsonNode> report) {
        pump.offer(target, id(job), job, ReportHistory.first("pod", report, now), now);
    }

    private List<Duration> gaps(String job) {
        var times = releases.getOrDefault(job, List.of());
        var gaps = new ArrayList<Duration>();
        for (int i = 1; i < times.size(); i++)
            gaps.add(Duration.between(times.get(i - 1), times.get(i)));
        return gaps;
    }

    private static ResourceID id(String job) {
        return new ResourceID(job, "demo");
    }

    private static Report<JsonNode> report(long seq, String epoch) {
        return new Report<JsonNode>(
                1, 1, seq, "Embed", 40, Map.of(), Map.of("epoch", epoch), null, null, null, null);
    }

    /** Notes whom the pump wakes. */
    private final class Target extends PlainTarget {
        @Override
        public Optional<Expected> expected(ResourceID job) {
            return Optional.of(
                    new Expected("u", 1, 1, Optional.empty(), ReportReply.Command.CONTINUE));
        }

        @Override
        public void wake(ResourceID job) {
            releases.computeIfAbsent(job.getName(), j -> new ArrayList<>()).add(now);
            if (!stalled) pump.pickUp(job.getName());
        }
    }
}
