package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import java.util.Optional;

/**
 * What only an IngestionJob has in its status. A value.
 *
 * @param collection full name of the current run's; empty before the first run
 * @param result that stands
 */
record Points(Optional<String> collection, Optional<IngestionResult> result) {

    static Points of(Optional<IngestionJobStatus> status) {
        return new Points(
                status.filter(s -> s.run() != null).map(IngestionJobStatus::collection),
                status.map(IngestionJobStatus::result));
    }

    Points with(IngestionResult next) {
        return new Points(collection, Optional.of(next));
    }

    Optional<String> runId() {
        return result.map(IngestionResult::runId);
    }
}
