package dev.skerry.trainer.ingest.embed;

import java.util.Objects;

/**
 * How to train.
 *
 * @param dimensions numbers in a vector, 1 to 4096
 * @param walkLength nodes in a walk, 2 to 10,000
 * @param contextSize the window's radius in {@link Mode#PAPER}, nodes per window in {@link
 *     Mode#PYG}
 * @param walksPerNode walks started at each node in each epoch
 * @param epochs passes; each draws walks of its own
 * @param batchSize start nodes whose walks are handed to a thread at a time
 * @param p return parameter: large values make it unlikely to step straight back
 * @param q in-out parameter: large values keep a walk near where it came from
 * @param learningRate the first one; it falls linearly to a ten-thousandth of itself
 * @param negatives negative samples for each positive one
 * @param seed of all random numbers
 * @param threads that train side by side without locks
 * @param deterministic train on one thread, in a fixed order, whatever {@code threads} says: the
 *     same graph, settings and vector width of the machine give the same bits
 */
public record Node2VecSettings(
        int dimensions,
        int walkLength,
        int contextSize,
        int walksPerNode,
        int epochs,
        int batchSize,
        double p,
        double q,
        double learningRate,
        int negatives,
        long seed,
        Mode mode,
        int threads,
        boolean deterministic) {

    public Node2VecSettings {
        Objects.requireNonNull(mode, "mode");
        inRange("dimensions", dimensions, 1, 4096);
        inRange("walkLength", walkLength, 2, 10_000);
        inRange("contextSize", contextSize, mode == Mode.PYG ? 2 : 1, 1_000);
        inRange("walksPerNode", walksPerNode, 1, 10_000);
        inRange("epochs", epochs, 1, 10_000);
        inRange("batchSize", batchSize, 1, 1_000_000);
        inRange("negatives", negatives, 0, 100);
        inRange("threads", threads, 1, 1_024);
        inRange("p", p, 1e-6, 1e6);
        inRange("q", q, 1e-6, 1e6);
        inRange("learningRate", learningRate, 1e-9, 10);
    }

    /** The defaults of an IngestionJob's {@code spec.embedding}, on all cores. */
    public static Node2VecSettings defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these settings. */
    public Builder toBuilder() {
        return builder()
                .dimensions(dimensions)
                .walkLength(walkLength)
                .contextSize(contextSize)
                .walksPerNode(walksPerNode)
                .epochs(epochs)
                .batchSize(batchSize)
                .p(p)
                .q(q)
                .learningRate(learningRate)
                .negatives(negatives)
                .seed(seed)
                .mode(mode)
                .threads(threads)
                .deterministic(deterministic);
    }

    private static void inRange(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    name
                            + ": "
                            + plain(value)
                            + " is not in "
                            + plain(least)
                            + " to "
                            + plain(most));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /**
     * Settings one by one; what is not given has the default, learning rate and negatives that of
     * the mode.
     */
    public static final class Builder {
        private int dimensions = 64;
        private int walkLength = 20;
        private int contextSize = 10;
        private int walksPerNode = 10;
        private int epochs = 10;
        private int batchSize = 128;
        private double p = 1;
        private double q = 1;
        private Double learningRate;
        private Integer negatives;
        private long seed = 1;
        private Mode mode = Mode.PAPER;
        private int threads = Runtime.getRuntime().availableProcessors();
        private boolean deterministic;

        private Builder() {}

        public Builder dimensions(int value) {
            dimensions = value;
            return this;
        }

        public Builder walkLength(int value) {
            walkLength = value;
            return this;
        }

        public Builder contextSize(int value) {
            contextSize = value;
            return this;
        }

        public Builder walksPerNode(int value) {
            walksPerNode = value;
            return this;
        }

        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        public Builder p(double value) {
            p = value;
            return this;
        }

        public Builder q(double value) {
            q = value;
            return this;
        }

        /** Null for the mode's default. */
        public Builder learningRate(Double value) {
            learningRate = value;
            return this;
        }

        /** Null for the mode's default. */
        public Builder negatives(Integer value) {
            negatives = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder mode(Mode value) {
            mode = value;
            return this;
        }

        public Builder threads(int value) {
            threads = value;
            return this;
        }

        public Builder deterministic(boolean value) {
            deterministic = value;
            return this;
        }

        public Node2VecSettings build() {
            Objects.requireNonNull(mode, "mode");
            return new Node2VecSettings(
                    dimensions,
                    walkLength,
                    contextSize,
                    walksPerNode,
                    epochs,
                    batchSize,
                    p,
                    q,
                    learningRate == null ? mode.defaultLearningRate() : learningRate,
                    negatives == null ? mode.defaultNegatives() : negatives,
                    seed,
                    mode,
                    threads,
                    deterministic);
        }
    }
}
