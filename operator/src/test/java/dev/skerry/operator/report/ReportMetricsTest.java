package dev.skerry.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.api.wire.Report;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportMetricsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ReportPump pump =
            new ReportPump(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(2), 5);
    private Optional<ReportMetrics> metrics = Optional.empty();

    @AfterEach
    void stop() {
        metrics.ifPresent(ReportMetrics::stop);
        pump.stop();
    }

    @Test
    void countersAreSummedAndMetricsAveragedOverTheJobsThatReportNow() {
        offer("a", 40, 100, "1.0", NOW);
        offer("b", 60, 300, "3.0", NOW);
        offer("silent", 99, 7, "9.0", NOW.minusSeconds(60));
        offer("nan", 50, 0, "NaN", NOW);

        metrics(false).refresh(NOW);

        assertThat(value("skerry.reporting.jobs", "kind", "IngestionJob")).isEqualTo(3);
        assertThat(value("skerry.reported.percent", "kind", "IngestionJob")).isEqualTo(50);
        assertThat(value("skerry.reported.counter", "of", "files")).isEqualTo(400);
        assertThat(value("skerry.reported.metric", "of", "loss")).isEqualTo(2);
    }

    @Test
    void aSeriesForEachJobIsThereWhereTheInstallationAsksForIt() {
        offer("a", 40, 100, "1.0", NOW);
        offer("b", 60, 300, "3.0", NOW);

        metrics(true).refresh(NOW);

        assertThat(value("skerry.reported.metric", "of", "loss", "namespace", "demo", "name", "b"))
                .isEqualTo(3);
        assertThat(value("skerry.reported.percent", "namespace", "demo", "name", "a"))
                .isEqualTo(40);
    }

    @Test
    void whatNobodyReportsAnyMoreIsGone() {
        offer("a", 40, 100, "1.0", NOW);
        var measured = metrics(false);
        measured.refresh(NOW);
        measured.refresh(NOW.plusSeconds(60));
        assertThat(registry.find("skerry.reported.counter").gauge()).isNull();
    }

    @Test
    void jobsThatInventNamesDoNotMakeSeriesWithoutEnd() {
        for (int i = 0; i < 500; i++) {
            var counters = Map.of("invented" + i, 1L);
            var report =
                    new Report<JsonNode>(
                            1, 1, 1L, "Embed", 1, counters, Map.of(), null, null, null, null);
            offer("job-" + i, report, NOW);
        }
        metrics(false).refresh(NOW);
        assertThat(registry.find("skerry.reported.counter").gauges()).hasSize(64);
    }

    private ReportMetrics metrics(boolean objectNames) {
        metrics =
                Optional.of(new ReportMetrics(registry, pump, objectNames, Duration.ofSeconds(20)));
        return metrics.get();
    }

    private void offer(String job, int percent, long files, String loss, Instant at) {
        offer(
                job,
                new Report<>(
                        1,
                        1,
                        1L,
                        "Embed",
                        percent,
                        Map.of("files", files),
                        Map.of("loss", loss),
                        null,
                        null,
                        null,
                        null),
                at);
    }

    private void offer(String job, Report<JsonNode> report, Instant at) {
        var history = ReportHistory.first("pod", report, at);
        pump.offer(new PlainTarget(), new ResourceID(job, "demo"), job, history, at);
    }

    private double value(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }
}
