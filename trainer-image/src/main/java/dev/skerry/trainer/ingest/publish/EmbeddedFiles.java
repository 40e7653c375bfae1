package dev.skerry.trainer.ingest.publish;

/**
 * The files of one commit with their vectors, by dense index from 0. Safe for several readers at
 * once.
 */
public interface EmbeddedFiles {

    int size();

    /** Relative to the repository root. */
    String path(int index);

    /** Such as {@code python}. */
    String language(int index);

    /** Whether the file has no edge, so that its vector says nothing. */
    boolean isolated(int index);

    int dimensions();

    /** Copies a vector into the first {@link #dimensions()} places. */
    void vector(int index, float[] into);
}
