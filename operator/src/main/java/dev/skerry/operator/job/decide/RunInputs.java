package dev.skerry.operator.job.decide;

import dev.skerry.api.Inputs;
import dev.skerry.api.JobSpec;
import dev.skerry.operator.attempt.SpecFingerprint;
import java.util.Optional;

/** Which changes of a spec start a run, and which let a failed one go on. */
final class RunInputs {
    private RunInputs() {}

    static boolean startNewRun(Optional<Inputs> inputs, long generation, String digest) {
        return inputs.isEmpty()
                || inputs.get().generation() != generation && !digest.equals(inputs.get().digest());
    }

    /**
     * Whether a run that failed for good goes on: something in the spec has changed since its last
     * attempt began, so it may do what its failure's message asks for.
     */
    static <S extends JobSpec, O> boolean goesOn(RunState<O> state, JobKind<S, ?, O> kind, S spec) {
        var tried = state.inputs().map(Inputs::spec);
        return !state.succeeded() && tried.isPresent() && !tried.get().equals(whole(kind, spec));
    }

    /** The fields whose change starts a new run. */
    static String digest(JobSpec spec) {
        return SpecFingerprint.ofInputs((Record) spec);
    }

    /** The whole spec, as far as it can matter to a run. */
    static <S extends JobSpec> String whole(JobKind<S, ?, ?> kind, S spec) {
        return SpecFingerprint.of((Record) spec, kind.afterwards());
    }
}
