package dev.skerry.trainer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skerry.api.wire.Report;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Snapshots of one attempt as bodies of reports.
 *
 * @param run of the job
 * @param attempt of the run
 */
record ReportBody(int run, int attempt) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /**
     * At most {@link Report#MAX_BYTES}; metrics, then counters are left out where it would be more.
     */
    byte[] of(Snapshot snapshot, long seq, Instant at) {
        var body = write(snapshot, seq, at, true, true);
        if (body.length > Report.MAX_BYTES) {
            body = write(snapshot, seq, at, true, false);
        }
        return body.length > Report.MAX_BYTES ? write(snapshot, seq, at, false, false) : body;
    }

    private byte[] write(
            Snapshot snapshot, long seq, Instant at, boolean counters, boolean metrics) {
        var report =
                new Report<>(
                        run,
                        attempt,
                        seq,
                        snapshot.stage(),
                        snapshot.percent(),
                        counters ? snapshot.counters() : null,
                        metrics ? snapshot.metrics() : null,
                        snapshot.checkpoint().orElse(null),
                        snapshot.result().orElse(null),
                        snapshot.failure().orElse(null),
                        at.truncatedTo(ChronoUnit.MILLIS).toString());
        try {
            return JSON.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }
}
