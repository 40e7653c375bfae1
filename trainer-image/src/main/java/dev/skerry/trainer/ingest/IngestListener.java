package dev.skerry.trainer.ingest;

/**
 * Follows an ingestion. Called on the thread that runs it, at a stage's start and end and a few
 * times a second.
 */
@FunctionalInterface
public interface IngestListener {

    IngestListener NONE = progress -> {};

    void progress(IngestProgress progress);

    /**
     * Asked a few times a second: true ends the run soon, with a {@link
     * java.util.concurrent.CancellationException}.
     */
    default boolean stopRequested() {
        return false;
    }
}
