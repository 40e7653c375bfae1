package dev.skerry.operator.storage;

/** A bucket as the operator sees it; faults are values. */
public sealed interface BucketState {
    /**
     * @param keysShared whether pods may have the operator's own keys for it
     */
    record Ready(boolean keysShared) implements BucketState {}

    record Missing(String bucket) implements BucketState {}

    /** It may work later without anybody doing anything. */
    record Away(String message) implements BucketState {}

    /** Somebody has to change something. */
    record Refused(String message) implements BucketState {}
}
