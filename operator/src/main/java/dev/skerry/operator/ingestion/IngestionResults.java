package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionResult;
import dev.skerry.api.Progress;
import dev.skerry.api.PublishedArtifact;
import dev.skerry.api.wire.Report;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.storage.LeftResult;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Results of programs on their way into status: only what is surely theirs, and what status can
 * hold.
 */
final class IngestionResults {
    private IngestionResults() {}

    /**
     * A result counts as soon as it is heard of: its points are all there before it is sent. It
     * must name exactly the points of the open attempt's own pod; anything else is no result of
     * ours.
     */
    static void take(IngestionJobDraft draft, IngestionJobObservation seen) {
        if (draft.open().isEmpty()) return;
        var attempt = draft.open().get();
        var expected = "r%d-a%d-%s".formatted(attempt.run(), attempt.number(), attempt.podUid());
        var left =
                seen.leftResult() instanceof LeftResult.Found found
                        ? Optional.of(found.result())
                        : Optional.<IngestionResult>empty();
        var result = seen.heard().map(ReportHistory::latest).map(Report::result).or(() -> left);
        if (result.isEmpty() || !expected.equals(result.get().runId()) || !sound(result.get()))
            return;
        draft.result = result;
        seen.heard().filter(h -> h.latest().result() != null).ifPresent(h -> takeLast(draft, h));
    }

    /** Whether status can hold it; the limits are those of the schema. */
    private static boolean sound(IngestionResult result) {
        return result.files() != null
                && result.files() >= 0
                && result.edges() != null
                && result.edges() >= 0
                && result.runId().length() <= 128
                && result.commit() != null
                && result.commit().length() <= 64
                && (result.collection() == null || result.collection().length() <= 255)
                && Stream.of(result.external(), result.unresolved(), result.isolated())
                        .allMatch(n -> n == null || n >= 0)
                && (result.artifact() == null || sound(result.artifact()));
    }

    private static boolean sound(PublishedArtifact artifact) {
        return Stream.of(artifact.name(), artifact.version(), artifact.uri())
                        .allMatch(t -> t == null || t.length() <= 1024)
                && (artifact.name() == null || artifact.name().length() <= 63)
                && (artifact.version() == null || artifact.version().length() <= 16);
    }

    private static void takeLast(IngestionJobDraft draft, ReportHistory history) {
        var report = history.latest();
        draft.progress =
                Optional.of(
                        new Progress(
                                report.stage(),
                                report.percent(),
                                null,
                                report.counters(),
                                report.metrics(),
                                Timestamps.text(history.latestAt())));
        draft.advancedAt = Optional.of(history.movedAt());
    }
}
