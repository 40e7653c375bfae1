package dev.skerry.operator.job.decide;

import dev.skerry.api.Attempt;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.attempt.ChildJob;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Children are looked at before a status is believed: where one still runs that status does not
 * know, status was lost and the program was not.
 */
public final class KnownAttempts {
    private KnownAttempts() {}

    /** The recorded ones where nothing else runs; they themselves, not a copy. */
    public static AttemptLog of(AttemptLog recorded, List<ChildJob> jobs, Instant now) {
        if (recorded.open().isPresent()) return recorded;
        return jobs.stream()
                .filter(j -> j.ours() && !j.deleting() && j.state() == ChildJob.State.ACTIVE)
                .filter(j -> recorded.last().filter(a -> !isBefore(a, j)).isEmpty())
                .max(Comparator.comparingInt(ChildJob::run).thenComparingInt(ChildJob::attempt))
                .map(j -> recorded.adopt(j, now))
                .orElse(recorded);
    }

    private static boolean isBefore(Attempt attempt, ChildJob job) {
        return attempt.run() < job.run()
                || attempt.run() == job.run() && attempt.number() < job.attempt();
    }
}
