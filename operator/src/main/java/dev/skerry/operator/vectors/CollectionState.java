package dev.skerry.operator.vectors;

import java.util.List;

/** A collection of the vector store as the operator sees it; faults are values. */
public sealed interface CollectionState {

    /**
     * @param others runs of jobs of the asking job's name that have points there, besides the one
     *     that it keeps; not necessarily all of them at once
     */
    record Ready(int dimensions, List<StoredRun> others) implements CollectionState {
        public Ready {
            others = others == null ? List.of() : List.copyOf(others);
        }
    }

    record Missing() implements CollectionState {}

    record Away(String message) implements CollectionState {}

    record Refused(String message) implements CollectionState {}
}
