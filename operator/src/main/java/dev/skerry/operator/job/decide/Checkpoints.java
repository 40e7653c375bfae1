package dev.skerry.operator.job.decide;

import dev.skerry.api.SavedCheckpoint;
import dev.skerry.api.wire.Places;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.storage.ResumePoint;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checkpoints on their way into status: what a pod says it saved, and what a run goes on from. */
final class Checkpoints {
    private static final Pattern STEP = Pattern.compile("(0|[1-9][0-9]{0,17})/");

    private Checkpoints() {}

    /** A pod may only speak of its own place; anything else is no checkpoint of ours. */
    static <O> RunState<O> take(RunState<O> state, ReportHistory history, Places places) {
        var said = history.latest().checkpoint();
        if (said == null || state.checkpoint().filter(c -> said.equals(c.prefix())).isPresent())
            return state;
        var place = state.open().flatMap(AttemptLog::runId).map(places::checkpoints);
        if (place.isEmpty() || !said.startsWith(place.get())) return state;
        var step = STEP.matcher(said.substring(place.get().length()));
        if (!step.matches()) return state;
        return state.withCheckpoint(
                Optional.of(
                        new SavedCheckpoint(
                                said,
                                Long.valueOf(step.group(1)),
                                Timestamps.text(history.latestAt()))));
    }

    /** What the attempt that begins now goes on from. */
    static <O> RunState<O> resume(RunState<O> state, ResumePoint point, Instant now) {
        if (!(point instanceof ResumePoint.Found found))
            return state.withCheckpoint(Optional.empty());
        return state.withCheckpoint(
                Optional.of(
                        state.checkpoint()
                                .filter(c -> found.prefix().equals(c.prefix()))
                                .orElseGet(
                                        () ->
                                                new SavedCheckpoint(
                                                        found.prefix(),
                                                        found.step(),
                                                        Timestamps.text(now)))));
    }
}
