package dev.skerry.trainer.ingest.resolve;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All regular files of one commit, nodes or not, without any file-system call. Paths are relative
 * to the root and normalised; the root directory is the empty string. Thread-safe.
 */
public interface RepositoryTree {

    /** The id of the source file at exactly this path. */
    OptionalInt sourceFile(String path);

    /** Whether any regular file, node or not, lies at this path. */
    boolean isFile(String path);

    boolean isDirectory(String path);

    /**
     * Paths of all regular files whose last segment is {@code fileName}, such as {@code
     * package.json}, in order.
     */
    List<String> filesNamed(String fileName);

    /** The bytes of a file, empty where there is none or it is over 1 MiB. */
    Optional<byte[]> read(String path);
}
