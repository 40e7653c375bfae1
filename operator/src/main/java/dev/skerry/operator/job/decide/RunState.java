package dev.skerry.operator.job.decide;

import dev.skerry.api.Attempt;
import dev.skerry.api.Failure;
import dev.skerry.api.Inputs;
import dev.skerry.api.JobStatus;
import dev.skerry.api.Progress;
import dev.skerry.api.SavedCheckpoint;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.status.Timestamps;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The current run and all that status remembers of earlier ones, but for words. A value.
 *
 * @param run its number, 0 before the first
 * @param bucket of its artifact and checkpoints
 * @param leftovers places where ended runs may have left something, oldest first
 * @param own what only the job's kind has
 */
@RecordBuilder
public record RunState<O>(
        int run,
        AttemptLog attempts,
        Optional<Inputs> inputs,
        Optional<String> bucket,
        Optional<SavedCheckpoint> checkpoint,
        Optional<Progress> progress,
        Optional<Instant> advancedAt,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> finishedAt,
        Optional<Failure> failure,
        Optional<Instant> removingSince,
        List<Place> leftovers,
        O own)
        implements RunStateBuilder.With<O> {

    public RunState {
        leftovers = List.copyOf(leftovers);
    }

    /** As a status says. */
    public static <O> RunState<O> of(
            Optional<? extends JobStatus> status, List<Place> leftovers, O own) {
        return new RunState<>(
                status.map(JobStatus::run).orElse(0),
                AttemptLog.of(
                        status.map(JobStatus::attempts).orElse(null),
                        status.map(JobStatus::failures).orElse(null),
                        status.map(ActiveSeconds::ofEndedPrograms).orElse(null)),
                status.map(JobStatus::inputs),
                status.map(JobStatus::bucket),
                status.map(JobStatus::checkpoint),
                status.map(JobStatus::progress),
                status.map(JobStatus::advancedAt).flatMap(Timestamps::parse),
                status.map(JobStatus::nextAttemptAt).flatMap(Timestamps::parse),
                status.map(JobStatus::finishedAt).flatMap(Timestamps::parse),
                status.map(JobStatus::failure),
                status.map(JobStatus::removingSince).flatMap(Timestamps::parse),
                leftovers,
                own);
    }

    public Optional<Attempt> open() {
        return attempts.open();
    }

    boolean succeeded() {
        return attempts.succeeded(run);
    }

    /** Under which name the run's last attempt wrote. */
    Optional<String> lastRunId() {
        return attempts.last(run).flatMap(AttemptLog::runId);
    }

    /** The names of places of one type, oldest first. */
    public List<String> leftovers(String type) {
        return leftovers.stream().filter(p -> p.type().equals(type)).map(Place::name).toList();
    }

    RunState<O> without(Place place) {
        return withLeftovers(leftovers.stream().filter(p -> !p.equals(place)).toList());
    }

    /** The run goes on at once, from its checkpoint, with all its budgets. */
    RunState<O> revived(Instant now) {
        return with(
                s ->
                        s.attempts(attempts.withFreshBudgets())
                                .nextAttemptAt(Optional.of(now))
                                .finishedAt(Optional.empty())
                                .failure(Optional.empty()));
    }
}
