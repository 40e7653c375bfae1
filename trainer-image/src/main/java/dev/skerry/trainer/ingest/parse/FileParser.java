package dev.skerry.trainer.ingest.parse;

/**
 * Reads the imports of one language family. Not thread-safe: each worker has its own, and closes
 * it, for it holds native memory.
 */
public interface FileParser<F extends ParsedFile> extends AutoCloseable {

    /**
     * Never throws because of what the file says: a bad file yields what could be read, and a note.
     *
     * @param content raw bytes as committed; may be no valid UTF-8, may start with a byte-order
     *     mark
     */
    F parse(SourceFile file, byte[] content);

    @Override
    void close();
}
