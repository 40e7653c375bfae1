package dev.skerry.operator.ingestion;

import dev.skerry.operator.job.decide.JobAction;
import java.util.List;

/** What only an IngestionJob has done. */
sealed interface IngestionAction extends JobAction.OfKind {
    record EnsureCollection(String collection, int dimensions) implements IngestionAction {}

    /**
     * Removes points that do not count. Names what goes: an operator that was frozen after deciding
     * this cannot remove what came later.
     */
    record DeletePoints(String collection, List<String> runIds) implements IngestionAction {}

    /** Removes all points of the job, because it is being deleted. */
    record DeleteAllPoints(String collection) implements IngestionAction {}
}
