package dev.skerry.trainer.ingest.resolve;

import java.util.Collection;
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

    /** The names of files and folders in a folder, in any order; none where there is no folder. */
    Collection<String> names(String directory);

    /**
     * Paths of all regular files whose last segment is {@code fileName}, such as {@code
     * package.json}, in order.
     */
    List<String> filesNamed(String fileName);

    /** The bytes of a file, empty where there is none or it is over 1 MiB. */
    Optional<byte[]> read(String path);

    /**
     * Keeps that a file is not taken into account as a whole, for those who look at the result.
     *
     * @param note one sentence
     */
    default void note(String path, String note) {}
}
