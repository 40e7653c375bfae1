package dev.skerry.operator.job.decide;

import dev.skerry.api.JobSpec;

/** What a kind is shown of a job and its current run. */
public record RunView<S extends JobSpec, O>(JobSubject<S, ?> job, RunState<O> state) {
    public O own() {
        return state.own();
    }

    public S spec() {
        return job.spec();
    }
}
