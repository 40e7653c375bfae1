package dev.skerry.trainer.ingest.fetch;

/**
 * Hears how a fetch goes on. Called by the fetching thread, often: an implementation must be quick.
 */
@FunctionalInterface
public interface FetchListener {

    FetchListener NONE = (task, done, total, bytes) -> {};

    /**
     * @param task what is being done, in Git's words
     * @param done units of the task
     * @param total units of the task, 0 where unknown
     * @param bytes stored so far
     */
    void progress(String task, int done, int total, long bytes);
}
