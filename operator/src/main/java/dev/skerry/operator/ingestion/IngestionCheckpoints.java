package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.SavedCheckpoint;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.storage.ResumePoint;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checkpoints on their way into status: what a pod says it saved, and what a run goes on from. */
final class IngestionCheckpoints {
    private static final Pattern STEP = Pattern.compile("(0|[1-9][0-9]{0,17})/");

    private IngestionCheckpoints() {}

    /** A pod may only speak of its own place; anything else is no checkpoint of ours. */
    static void take(IngestionJobDraft draft, ReportHistory history) {
        var said = history.latest().checkpoint();
        if (said == null || draft.checkpoint.filter(c -> said.equals(c.prefix())).isPresent())
            return;
        var place = draft.open().flatMap(a -> place(draft, a));
        if (place.isEmpty() || !said.startsWith(place.get())) return;
        var step = STEP.matcher(said.substring(place.get().length()));
        if (!step.matches()) return;
        draft.checkpoint =
                Optional.of(
                        new SavedCheckpoint(
                                said,
                                Long.valueOf(step.group(1)),
                                Timestamps.text(history.latestAt())));
    }

    /** What the attempt that begins now goes on from. */
    static void resume(IngestionJobDraft draft, ResumePoint point) {
        draft.checkpoint =
                point instanceof ResumePoint.Found found
                        ? Optional.of(
                                draft.checkpoint
                                        .filter(c -> found.prefix().equals(c.prefix()))
                                        .orElseGet(
                                                () ->
                                                        new SavedCheckpoint(
                                                                found.prefix(),
                                                                found.step(),
                                                                Timestamps.text(draft.now))))
                        : Optional.empty();
    }

    private static Optional<String> place(IngestionJobDraft draft, Attempt attempt) {
        return AttemptLog.runId(attempt)
                .map(
                        id ->
                                "checkpoints/%s/%s/%s/"
                                        .formatted(draft.job.namespace(), draft.job.uid(), id));
    }
}
