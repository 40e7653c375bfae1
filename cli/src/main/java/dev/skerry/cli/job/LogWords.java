package dev.skerry.cli.job;

import dev.skerry.api.Attempt;
import dev.skerry.api.Condition;
import dev.skerry.api.IngestionJobStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Why a job has no log to be shown, or none yet. Pure. */
final class LogWords {
    private LogWords() {}

    /**
     * Of a job, or one attempt of its current run, without a pod: what there is instead.
     *
     * @param wanted number of an attempt, where one was asked for
     */
    static String withoutPod(ReadJob job, Optional<Integer> wanted) {
        if (job.status().isEmpty() || job.run() == 0 && job.waitingOn().isEmpty()) {
            return job.title()
                    + " has no pod yet: the operator has not seen it; is it running there?";
        }
        List<Attempt> attempts = attempts(job);
        if (wanted.isPresent()) {
            Optional<Attempt> one =
                    attempts.stream().filter(a -> wanted.get().equals(a.number())).findFirst();
            return one.map(attempt -> withoutPod(job, attempt))
                    .orElseGet(() -> unknown(job, attempts, wanted.get()));
        }
        if (attempts.isEmpty()) {
            return "%s has no pod yet: %s".formatted(job.title(), state(job));
        }
        return withoutPod(job, attempts.getLast());
    }

    private static String unknown(ReadJob job, List<Attempt> attempts, int wanted) {
        String there =
                attempts.isEmpty()
                        ? "none has begun (" + state(job) + ")"
                        : "it has " + numbers(attempts);
        return "%s has no attempt %d in run %d: %s"
                .formatted(job.title(), wanted, job.run(), there);
    }

    private static String numbers(List<Attempt> attempts) {
        return attempts.size() == 1
                ? "only " + attempts.getFirst().number()
                : attempts.getFirst().number() + " to " + attempts.getLast().number();
    }

    private static String withoutPod(ReadJob job, Attempt attempt) {
        if (attempt.endedAt() == null) {
            return "attempt %d of %s has no pod yet: %s"
                    .formatted(attempt.number(), job.title(), state(job));
        }
        return "the pod of attempt %d of %s is gone, and its log with it: %s; it ended at %s%s"
                .formatted(
                        attempt.number(),
                        job.title(),
                        removedBy(job),
                        attempt.endedAt(),
                        ending(attempt));
    }

    private static String removedBy(ReadJob job) {
        boolean finished = List.of("Succeeded", "Failed").contains(job.phase());
        return finished && job.spec().path("ttlSecondsAfterFinished").isNumber()
                ? "removed after spec.ttlSecondsAfterFinished ("
                        + job.spec().path("ttlSecondsAfterFinished").asLong()
                        + " s)"
                : "removed by somebody, or with its node";
    }

    /** What is known of how an attempt ended, or empty. */
    static String ending(Attempt attempt) {
        String why = JobLines.why(attempt).map(word -> " as " + word).orElse("");
        String code = attempt.exitCode() == null ? "" : " with exit code " + attempt.exitCode();
        String words =
                attempt.message() == null || attempt.message().isBlank()
                        ? ""
                        : ": " + attempt.message().strip();
        return why + code + words;
    }

    /** Of a pod whose program has not begun. */
    static String waiting(ReadJob job, AttemptPod pod) {
        String why = job.waitingOn().isEmpty() ? pod.detail() : job.waitingOn();
        return "pod/" + pod.name() + " has not begun" + (why.isEmpty() ? "" : ": " + why);
    }

    /** Phase and what it waits for. */
    static String state(ReadJob job) {
        return job.phase() + (job.waitingOn().isEmpty() ? "" : "; waiting on " + job.waitingOn());
    }

    /** A job that has ended, in one line. */
    static String finished(ReadJob job) {
        if (job.phase().equals("Succeeded")) return job.title() + " Succeeded";
        return job.title() + " " + job.phase() + why(job).map(words -> ": " + words).orElse("");
    }

    private static Optional<String> why(ReadJob job) {
        return job.status().map(IngestionJobStatus::conditions).orElse(List.of()).stream()
                .filter(c -> "Stalled".equals(c.type()) || "Ready".equals(c.type()))
                .filter(c -> c.message() != null && !c.message().isBlank())
                .sorted(Comparator.comparing(Condition::type).reversed())
                .map(Condition::message)
                .findFirst();
    }

    static List<Attempt> attempts(ReadJob job) {
        return job.status()
                .map(IngestionJobStatus::attempts)
                .map(
                        all ->
                                all.stream()
                                        .filter(a -> Integer.valueOf(job.run()).equals(a.run()))
                                        .toList())
                .orElse(List.of());
    }
}
