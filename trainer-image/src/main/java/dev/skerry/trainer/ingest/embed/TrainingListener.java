package dev.skerry.trainer.ingest.embed;

/** Hears of a training's progress, always on the thread that called {@link Node2Vec#train}. */
public interface TrainingListener {

    /** Nobody listens. */
    TrainingListener NONE =
            new TrainingListener() {
                @Override
                public void progress(double fraction) {}

                @Override
                public void epoch(int epoch, int epochs, double loss, long updates) {}
            };

    /** How much of all epochs is done, 0 to 1, never falling; a few times a second. */
    void progress(double fraction);

    /**
     * An epoch has ended.
     *
     * @param epoch which, from 1
     * @param loss mean of {@code -ln σ(±x)} over a sample of the epoch's pairs, positive and
     *     negative; NaN where the graph has no edges and so no pairs
     * @param updates centre–target pairs, positive and negative, that this epoch moved
     */
    void epoch(int epoch, int epochs, double loss, long updates);

    /**
     * Called after each {@link #epoch}, while nothing trains: what is not written now is gone with
     * the next epoch.
     */
    default void state(TrainingState state) {}

    /**
     * Asked a few times a second and after each epoch: true ends the training soon, with the tables
     * as they then are.
     */
    default boolean stopRequested() {
        return false;
    }
}
