package dev.skerry.trainer.ingest.embed;

/** Cuts walks into windows and trains on them; one instance a thread. */
sealed interface WindowTrainer permits PaperWindows, PygWindows {

    /** One window in this many adds to the reported loss. */
    int LOSS_EVERY = 64;

    /**
     * Says that a new batch begins: its first window is measured, so that the smallest graph has a
     * loss.
     */
    void beginBatch();

    /**
     * Trains on one walk.
     *
     * @param walk its nodes, the first {@code length}
     * @param random this walk's stream for windows and negatives
     * @param rate learning rate
     * @return centre–target pairs that were moved, positive and negative
     */
    long train(int[] walk, int length, CounterRandom random, float rate);

    SkipGramKernel kernel();
}
