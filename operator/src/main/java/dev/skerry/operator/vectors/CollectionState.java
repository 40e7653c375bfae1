package dev.skerry.operator.vectors;

/** A collection of the vector store as the operator sees it; faults are values. */
public sealed interface CollectionState {

    /**
     * @param stalePoints points of the asking job that belong to other runs than its result; 0
     *     where it has none
     */
    record Ready(int dimensions, long stalePoints) implements CollectionState {}

    record Missing() implements CollectionState {}

    record Away(String message) implements CollectionState {}

    record Refused(String message) implements CollectionState {}

    record NotAsked() implements CollectionState {}
}
