package dev.skerry.trainer.ingest.fetch;

import java.util.List;
import java.util.Optional;

/** Java has no type for a full disk; the system's words for it are all there is. */
public final class DiskSpace {

    private static final List<String> WORDS =
            List.of("No space left on device", "Disk quota exceeded");

    private DiskSpace() {}

    static FetchException failure(String said, Throwable cause) {
        return new FetchException(
                FetchException.Fault.DISK,
                "the disk is full (%s): free space in the folder for temporary files"
                        .formatted(said),
                cause);
    }

    /** What the system said where a failure came of a full disk. */
    public static Optional<String> exhausted(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var said = String.valueOf(cause.getMessage());
            for (var words : WORDS) {
                if (said.contains(words)) {
                    return Optional.of(words);
                }
            }
        }
        return Optional.empty();
    }
}
