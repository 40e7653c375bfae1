package dev.skerry.operator.job.decide;

import dev.skerry.api.Attempt;
import dev.skerry.api.JobSpec;
import dev.skerry.operator.attempt.AttemptState;
import dev.skerry.operator.attempt.ChildJob;
import java.time.Instant;
import java.util.Optional;

/**
 * What all steps of one decision look at.
 *
 * @param seen what the caches say, completed by what the API server was asked past them
 */
record Deciding<S extends JobSpec, O>(
        JobKind<S, ?, O> kind,
        JobSubject<S, ?> job,
        JobFacts seen,
        Inquiry inquiry,
        JobPolicy policy) {

    Instant now() {
        return seen.now();
    }

    /** Of a run that begins now. */
    String bucket() {
        return kind.bucket(job.spec()).orElse(policy.bucket());
    }

    RunView<S, O> view(Draft<O> draft) {
        return new RunView<>(job, draft.state());
    }

    /** The Job that carries the attempt's name, whoever owns it. */
    Optional<ChildJob> child(Attempt attempt) {
        return seen.job(attempt.run(), attempt.number());
    }

    AttemptState standing(Attempt attempt) {
        return AttemptState.of(attempt, child(attempt), seen.pod(), now());
    }

    String name(Attempt attempt) {
        return kind.names().child(job.name(), attempt.run(), attempt.number());
    }

    /** Whether the result that stands is that of the current run's last attempt. */
    boolean hasResultOfThisRun(Draft<O> draft) {
        return draft.state()
                .lastRunId()
                .filter(id -> kind.resultOf(draft.state().own()).filter(id::equals).isPresent())
                .isPresent();
    }
}
