package dev.skerry.tests.faults;

import dev.skerry.api.Attempt;
import dev.skerry.api.Condition;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionCondition;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.Progress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold at every moment of a job's life, checked from one sighting to the next. Pure. */
final class History {
    private static final Set<String> CONDITIONS =
            IngestionCondition.ALL.stream()
                    .map(ConditionType::id)
                    .collect(Collectors.toUnmodifiableSet());

    private final Set<String> problems = new LinkedHashSet<>();
    private IngestionJobStatus before;

    List<String> problems() {
        return List.copyOf(problems);
    }

    void add(Sighting seen) {
        oneAttemptAtATime(seen);
        seen.status().ifPresent(this::add);
    }

    private void oneAttemptAtATime(Sighting seen) {
        if (seen.activeJobs().size() > 1) problems.add("two Jobs at a time: " + seen.activeJobs());
        if (seen.activePods().size() > 1) problems.add("two pods at a time: " + seen.activePods());
        if (seen.trainers().size() > 1)
            problems.add("two programs at a time: pods " + seen.trainers());
    }

    private void add(IngestionJobStatus now) {
        allConditionsArePresent(now);
        if (before != null) {
            numbersNeverFall(before, now);
            percentNeverFallsWithinAnAttempt(before, now);
            theEndIsFinal(before, now);
            aResultEndsTheRun(before, now);
        }
        before = now;
    }

    private void allConditionsArePresent(IngestionJobStatus now) {
        var there =
                now.conditions() == null
                        ? Set.<String>of()
                        : now.conditions().stream()
                                .map(Condition::type)
                                .collect(Collectors.toSet());
        if (!there.equals(CONDITIONS))
            problems.add("conditions are " + there + ", not all of " + CONDITIONS);
    }

    private void numbersNeverFall(IngestionJobStatus was, IngestionJobStatus now) {
        if (number(now) < number(was))
            problems.add("run or attempt fell from %s to %s".formatted(place(was), place(now)));
    }

    private void percentNeverFallsWithinAnAttempt(IngestionJobStatus was, IngestionJobStatus now) {
        if (number(was) == number(now) && percent(now) < percent(was))
            problems.add(
                    "percent fell from %d to %d within %s"
                            .formatted(percent(was), percent(now), place(now)));
    }

    private void theEndIsFinal(IngestionJobStatus was, IngestionJobStatus now) {
        if (was.finishedAt() == null || !was.run().equals(now.run())) return;
        if (!was.finishedAt().equals(now.finishedAt()) || !was.phase().equals(now.phase()))
            problems.add(
                    "finished as %s at %s, later it is %s at %s"
                            .formatted(
                                    was.phase(), was.finishedAt(), now.phase(), now.finishedAt()));
        if (was.result() != null && !was.result().equals(now.result()))
            problems.add("the result of a finished run changed to " + now.result());
    }

    /** Whoever dies behind a result: nothing of the run is done again. */
    private void aResultEndsTheRun(IngestionJobStatus was, IngestionJobStatus now) {
        boolean stands =
                was.result() != null
                        && last(was)
                                .map(a -> "r%d-a%d-".formatted(a.run(), a.number()))
                                .filter(was.result().runId()::startsWith)
                                .isPresent();
        if (stands && was.run().equals(now.run()) && number(now) > number(was))
            problems.add(
                    "%s began although the result of %s stood".formatted(place(now), place(was)));
    }

    private static long number(IngestionJobStatus status) {
        long run = status.run() == null ? 0 : status.run();
        return run * 1_000_000
                + last(status).filter(a -> a.run() == run).map(Attempt::number).orElse(0);
    }

    private static String place(IngestionJobStatus status) {
        return "run %d, attempt %d"
                .formatted(number(status) / 1_000_000, number(status) % 1_000_000);
    }

    private static Optional<Attempt> last(IngestionJobStatus status) {
        var attempts = status.attempts();
        return attempts == null || attempts.isEmpty()
                ? Optional.empty()
                : Optional.of(attempts.getLast());
    }

    private static int percent(IngestionJobStatus status) {
        return Optional.ofNullable(status.progress()).map(Progress::percent).orElse(0);
    }
}
