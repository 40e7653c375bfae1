package dev.skerry.operator.job.decide;

import dev.skerry.api.JobSpec;
import java.util.List;

/**
 * One kind of place where runs leave things. Status names each such place until nothing is left
 * there, so that a removal outlives every crash and a clean job asks nobody.
 */
public interface PlaceKind<S extends JobSpec, O> {
    String type();

    /** Whether a run has succeeded only once such places are clean. */
    boolean mustBeCleanFirst();

    /** What is there that does not count. */
    PlaceState look(String name, RunView<S, O> run, Inquiry inquiry);

    /** What removes all that the job has there, because it is being deleted. */
    Removal removal(String name, RunView<S, O> run, Inquiry inquiry);

    /** What is told where there are more such places than status has room for. */
    String tooMany(RunView<S, O> run);

    /** What a look has shown. */
    sealed interface PlaceState {
        record Clean() implements PlaceState {}

        /** Not even the place is there any more. */
        record Gone() implements PlaceState {}

        /**
         * @param what is removed, as in "points of 3 earlier runs"
         */
        record Stale(JobAction removal, String what) implements PlaceState {}

        /** It cannot be seen now. */
        record Unseen(String message) implements PlaceState {}
    }

    /**
     * @param complete whether nothing can be there besides
     */
    record Removal(List<JobAction> actions, boolean complete) {}
}
