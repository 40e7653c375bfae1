package dev.skerry.trainer.ingest.fetch;

import dev.skerry.trainer.ingest.parse.SourceFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The files of one commit, or of a working tree as it lies. Thread-safe; closing removes what it
 * stored.
 */
public interface Snapshot extends AutoCloseable {

    /**
     * Full hash of the commit; of the one below the changes for a working tree, empty where there
     * is none.
     */
    String commit();

    /** Paths of all regular files in code-point order. */
    List<String> paths();

    /** The nodes, in the order of their ids. */
    List<SourceFile> sources();

    Skipped skipped();

    /** What went wrong while listing, one sentence each. */
    List<String> notes();

    /** A reader for one thread. */
    Contents contents();

    /**
     * Bytes of a file of any kind, empty where there is none, it cannot be read or is over {@code
     * maxBytes}.
     */
    default Optional<byte[]> read(String path, long maxBytes) {
        try (var contents = contents()) {
            return contents.read(path, maxBytes);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    void close();

    /** Reads files, one after the other. */
    interface Contents extends AutoCloseable {
        /** Empty where there is no such file or it is larger than {@code maxBytes}. */
        Optional<byte[]> read(String path, long maxBytes) throws IOException;

        @Override
        void close();
    }

    /** Entries that are no files of this repository's own. */
    record Skipped(int symlinks, int submodules, int lfsPointers) {}
}
