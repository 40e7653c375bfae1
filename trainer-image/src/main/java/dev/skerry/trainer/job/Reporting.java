package dev.skerry.trainer.job;

import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.RetryPolicy;
import dev.skerry.artifacts.StorageException;
import dev.skerry.trainer.report.Reporter;
import dev.skerry.trainer.report.Snapshot;
import java.time.Duration;
import java.util.Optional;

/** What is open while a job runs, and how its last report gets out. */
record Reporting(
        IngestionOrder order,
        Optional<Reporter> reporter,
        JobProgress progress,
        ObjectStorage storage,
        EventLog log) {

    /** Delivers a last report within the limit, or leaves it in object storage. */
    void finish(Snapshot last, Duration limit) {
        reporter.flatMap(r -> r.finish(last, limit))
                .ifPresent(undelivered -> keep(order, storage, undelivered, log));
    }

    /** Leaves a report that did not get through where the operator looks for it; one quick try. */
    static void keep(IngestionOrder order, ObjectStorage storage, byte[] report, EventLog log) {
        try (var quick = storage.with(Duration.ofSeconds(5), RetryPolicy.ONCE)) {
            quick.put(order.bucket(), order.reportKey(), report);
            log.event("report.kept", "key", order.reportKey());
        } catch (StorageException e) {
            log.event("report.kept-nowhere", "error", e.getMessage());
        }
    }
}
