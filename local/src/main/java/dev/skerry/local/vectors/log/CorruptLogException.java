package dev.skerry.local.vectors.log;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A log whose damage is no torn tail: a record that was once on disk for good cannot be read any
 * more.
 */
public final class CorruptLogException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptLogException(Path file, long at, String what) {
        super(
                file.getFileName()
                        + ": "
                        + what
                        + " at byte "
                        + at
                        + "; restore the file from a copy or delete the collection");
    }
}
