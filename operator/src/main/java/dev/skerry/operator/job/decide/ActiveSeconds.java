package dev.skerry.operator.job.decide;

import dev.skerry.api.Attempt;
import dev.skerry.api.JobStatus;
import dev.skerry.api.Progress;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.status.Timestamps;
import java.time.Duration;
import java.util.Optional;

/**
 * The running time that status shows: of all programs of the run, the present one as of its last
 * progress. So it costs no write of its own, and what ended programs ran can be told from it.
 */
final class ActiveSeconds {
    private ActiveSeconds() {}

    /** Of the open attempt's program, until its last progress. */
    static long shown(Optional<Attempt> open, Optional<Progress> progress) {
        var since = open.map(Attempt::runningSince).flatMap(Timestamps::parse);
        var until = progress.map(Progress::observedAt).flatMap(Timestamps::parse);
        if (since.isEmpty() || until.isEmpty()) return 0;
        return Math.max(0, Duration.between(since.get(), until.get()).toSeconds());
    }

    /** What status shows, less that. */
    static long ofEndedPrograms(JobStatus status) {
        var open = AttemptLog.of(status.attempts(), null, null).open();
        long all = status.activeSeconds() == null ? 0 : status.activeSeconds();
        return Math.max(0, all - shown(open, Optional.ofNullable(status.progress())));
    }
}
