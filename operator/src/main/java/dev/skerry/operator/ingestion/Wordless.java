package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJobStatus;

/** A status in our words alone, for the case that the API server cannot read those of others. */
public final class Wordless {
    private static final String INSTEAD =
            "the words of status were refused by the API server; the operator's log has them";

    private Wordless() {}

    public static IngestionJobStatus of(IngestionJobStatus status) {
        var bare = StatusBudget.barest(status);
        return new IngestionJobStatus(
                bare.observedGeneration(),
                bare.phase(),
                INSTEAD,
                bare.conditions(),
                bare.run(),
                bare.inputs(),
                bare.collection(),
                bare.bucket(),
                bare.progress(),
                bare.attempts(),
                bare.failures(),
                bare.activeSeconds(),
                bare.nextAttemptAt(),
                bare.advancedAt(),
                bare.finishedAt(),
                bare.failure(),
                bare.removingSince(),
                bare.checkpoint(),
                bare.result(),
                bare.leftovers());
    }
}
