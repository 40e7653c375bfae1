package dev.skerry.trainer.ingest.publish;

/** Hears of an upload; called from its threads, one at a time. */
public interface PublishListener {

    /** How many points are there, never falling. */
    void points(long points, long pointsTotal);

    /**
     * Asked before each batch; true ends the upload with {@link
     * java.util.concurrent.CancellationException}.
     */
    default boolean stopRequested() {
        return false;
    }
}
