package dev.skerry.trainer.job;

import dev.skerry.api.ForeignText;
import dev.skerry.api.wire.FailureClass;
import dev.skerry.api.wire.LastWords;
import dev.skerry.artifacts.StorageException;
import dev.skerry.trainer.ingest.fetch.DiskSpace;
import dev.skerry.trainer.ingest.fetch.FetchException;
import dev.skerry.trainer.ingest.publish.VectorStoreException;
import java.io.IOException;
import java.util.concurrent.CancellationException;

/**
 * Why a program ended without a result.
 *
 * @param message at most {@link #MOST_BYTES} bytes of UTF-8, one line
 */
record Ending(FailureClass failureClass, String message) {

    static final int MOST_BYTES = 400;

    Ending {
        message = ForeignText.limited(message, MOST_BYTES);
    }

    int exitCode() {
        return failureClass.exitCode();
    }

    LastWords words() {
        return new LastWords(failureClass.id(), message);
    }

    static Ending of(Throwable cause) {
        return switch (cause) {
            case StorageException e -> new Ending(of(e), e.getMessage());
            case VectorStoreException e -> new Ending(of(e), e.getMessage());
            // what is left has met the pod's own disk
            case Exception e when DiskSpace.exhausted(e).isPresent() ->
                    new Ending(
                            FailureClass.OUT_OF_DISK,
                            "SKERRY_WORK_DIR: no space is left (%s); raise spec.resources.limits.ephemeral-storage, or free space on the node's disk"
                                    .formatted(DiskSpace.exhausted(e).get()));
            case ConfigException e -> new Ending(FailureClass.CONFIG, e.getMessage());
            case FetchException e ->
                    new Ending(
                            switch (e.fault()) {
                                case CONFIG -> FailureClass.CONFIG;
                                case DATA -> FailureClass.DATA;
                                case SERVICE -> FailureClass.SERVICE;
                                case DISK -> FailureClass.OUT_OF_DISK;
                            },
                            e.getMessage());
            case CancellationException e ->
                    new Ending(FailureClass.PREEMPTED, "stopped as asked: " + e.getMessage());
            case OutOfMemoryError e ->
                    new Ending(
                            FailureClass.OUT_OF_MEMORY,
                            "the Java heap is full (%s); raise resources.limits.memory"
                                    .formatted(e.getMessage()));
            case IOException e ->
                    new Ending(
                            FailureClass.APP,
                            "SKERRY_WORK_DIR: a temporary file cannot be written or read (%s); check its space"
                                    .formatted(e));
            default -> new Ending(FailureClass.APP, "unexpected, please report it: " + cause);
        };
    }

    private static FailureClass of(StorageException failure) {
        return switch (failure) {
            case StorageException.Unavailable e -> FailureClass.SERVICE;
            case StorageException.Refused e -> FailureClass.CONFIG;
            case StorageException.NoBucket e -> FailureClass.CONFIG;
            case StorageException.Rejected e -> FailureClass.CONFIG;
            case StorageException.NotFound e -> FailureClass.DATA;
            case StorageException.BadContent e -> FailureClass.DATA;
        };
    }

    private static FailureClass of(VectorStoreException failure) {
        return switch (failure) {
            case VectorStoreException.Unavailable e -> FailureClass.SERVICE;
            case VectorStoreException.Refused e -> FailureClass.CONFIG;
            case VectorStoreException.NoCollection e -> FailureClass.CONFIG;
            case VectorStoreException.Rejected e -> FailureClass.CONFIG;
        };
    }
}
