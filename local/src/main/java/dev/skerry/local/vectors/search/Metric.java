package dev.skerry.local.vectors.search;

/**
 * How near two vectors are. Scores of a whole block are made at once: the inner loop runs over
 * rows, each with a sum of its own, so the compiler vectorises it without changing the order of
 * additions within a row.
 */
public enum Metric {
    /** Dot product of vectors brought to length one when stored; larger is nearer. */
    COSINE(true) {
        @Override
        public float[] prepare(float[] vector) {
            double squared = 0;
            for (float x : vector) {
                squared += (double) x * x;
            }
            if (squared < FLOAT_EPSILON || Math.abs(squared - 1) <= 1e-6) {
                return vector;
            }
            double length = Math.sqrt(squared);
            float[] unit = new float[vector.length];
            for (int i = 0; i < unit.length; i++) {
                unit[i] = (float) (vector[i] / length);
            }
            return unit;
        }

        @Override
        void score(float[] block, int width, float[] query, float[] scores) {
            DOT.score(block, width, query, scores);
        }
    },
    /** Dot product; larger is nearer. */
    DOT(true) {
        @Override
        void score(float[] block, int width, float[] query, float[] scores) {
            for (int d = 0, at = 0; d < query.length; d++, at += width) {
                float q = query[d];
                for (int row = 0; row < width; row++) {
                    scores[row] += q * block[at + row];
                }
            }
        }
    },
    /** Length of the difference; smaller is nearer. */
    EUCLID(false) {
        @Override
        void score(float[] block, int width, float[] query, float[] scores) {
            for (int d = 0, at = 0; d < query.length; d++, at += width) {
                float q = query[d];
                for (int row = 0; row < width; row++) {
                    float difference = q - block[at + row];
                    scores[row] += difference * difference;
                }
            }
            for (int row = 0; row < width; row++) {
                scores[row] = (float) Math.sqrt(scores[row]);
            }
        }
    },
    /** Sum of absolute differences; smaller is nearer. */
    MANHATTAN(false) {
        @Override
        void score(float[] block, int width, float[] query, float[] scores) {
            for (int d = 0, at = 0; d < query.length; d++, at += width) {
                float q = query[d];
                for (int row = 0; row < width; row++) {
                    scores[row] += Math.abs(q - block[at + row]);
                }
            }
        }
    };

    private static final double FLOAT_EPSILON = 1.1920929e-7;

    private final boolean largerIsNearer;

    Metric(boolean largerIsNearer) {
        this.largerIsNearer = largerIsNearer;
    }

    /** The vector as it is stored and asked with; a vector of length zero stays as it is. */
    public float[] prepare(float[] vector) {
        return vector;
    }

    /**
     * Adds the scores of all rows of a block.
     *
     * @param block {@code query.length × width} floats, dimension by dimension
     * @param scores {@code width} zeros, filled with scores
     */
    abstract void score(float[] block, int width, float[] query, float[] scores);

    /**
     * A number that is larger for nearer vectors, least of all for a score that is not a number.
     */
    float nearness(float score) {
        return Float.isNaN(score) ? Float.NEGATIVE_INFINITY : largerIsNearer ? score : -score;
    }

    /** Whether a score passes a threshold; a score equal to it does not, as in Qdrant. */
    boolean passes(float score, float threshold) {
        return largerIsNearer ? score > threshold : score < threshold;
    }
}
