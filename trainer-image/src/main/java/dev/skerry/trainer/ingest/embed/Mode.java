package dev.skerry.trainer.ingest.embed;

/** Which of the two Node2Vecs of the field is trained. */
public enum Mode {
    /**
     * The paper's and word2vec's: two tables, negatives by the 3/4 power of how often walks visit a
     * node, a symmetric window of random radius up to {@code contextSize}.
     */
    PAPER(0.025, 5),

    /**
     * PyTorch Geometric's: one table, uniform negatives drawn as walks of their own, windows of
     * {@code contextSize} nodes in which the first meets the others.
     */
    PYG(0.025, 1);

    private final double learningRate;
    private final int negatives;

    Mode(double learningRate, int negatives) {
        this.learningRate = learningRate;
        this.negatives = negatives;
    }

    /** The first learning rate where none is given; measured, see the module's bench. */
    public double defaultLearningRate() {
        return learningRate;
    }

    /** Negative samples for each positive one where none is given. */
    public int defaultNegatives() {
        return negatives;
    }
}
