package dev.skerry.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.wire.Report;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportBodyTest {

    @Test
    void aReportIsNeverTooLong() {
        var counters = new TreeMap<String, Long>();
        var metrics = new TreeMap<String, String>();
        for (int i = 0; i < 3000; i++) {
            counters.put("counter-" + i, (long) i);
            metrics.put("metric-" + i, "x".repeat(20));
        }
        var body =
                new ReportBody(1, 1)
                        .of(Snapshot.of("Embed", 1, counters, metrics), 1, Instant.EPOCH);
        assertThat(body.length).isLessThanOrEqualTo(Report.MAX_BYTES);
        assertThat(new String(body, StandardCharsets.UTF_8))
                .contains("counter-2999")
                .doesNotContain("metric-");
    }

    @Test
    void numbersAreShortAndThoseThatAreNoneAreText() {
        assertThat(
                        List.of(
                                1.83,
                                0.0,
                                1e9,
                                Double.NaN,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY,
                                0.1 + 0.2))
                .map(Snapshot::number)
                .containsExactly("1.83", "0", "1000000000", "NaN", "Infinity", "-Infinity", "0.3");
    }
}
