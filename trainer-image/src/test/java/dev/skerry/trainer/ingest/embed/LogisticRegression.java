package dev.skerry.trainer.ingest.embed;

import java.util.Arrays;

/**
 * Binary logistic regression with an intercept and the L2 penalty {@code ½‖w‖²} (C = 1), by
 * Nesterov's accelerated gradient steps of length 1/L: enough of it to judge vectors by.
 */
final class LogisticRegression {

    private static final int STEPS = 150;

    private final double[] weights;

    private LogisticRegression(double[] weights) {
        this.weights = weights;
    }

    /**
     * @param rows feature vectors that end in a constant 1, whose weight bears no penalty
     */
    static LogisticRegression fit(double[][] rows, boolean[] labels) {
        int d = rows[0].length;
        double length = 1 / (0.25 * largestEigenvalue(rows) + 1);
        double[] weights = new double[d];
        double[] ahead = new double[d];
        double[] gradient = new double[d];
        for (int step = 1; step <= STEPS; step++) {
            System.arraycopy(ahead, 0, gradient, 0, d);
            gradient[d - 1] = 0;
            for (int i = 0; i < rows.length; i++) {
                double miss = 1 / (1 + Math.exp(-dot(ahead, rows[i]))) - (labels[i] ? 1 : 0);
                for (int c = 0; c < d; c++) {
                    gradient[c] += miss * rows[i][c];
                }
            }
            double momentum = (step - 1.0) / (step + 2.0);
            for (int c = 0; c < d; c++) {
                double moved = ahead[c] - length * gradient[c];
                ahead[c] = moved + momentum * (moved - weights[c]);
                weights[c] = moved;
            }
        }
        return new LogisticRegression(weights);
    }

    double score(double[] row) {
        return dot(weights, row);
    }

    /** The chance that a true one scores above a false one, ties half. */
    static double auroc(double[] scores, boolean[] labels) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
        double ranks = 0;
        long positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                if (labels[order[i]]) {
                    ranks += (from + to - 1) / 2.0 + 1;
                    positives++;
                }
            }
            from = to;
        }
        double negatives = (double) order.length - positives;
        return (ranks - positives * (positives + 1) / 2.0) / (positives * negatives);
    }

    private static double largestEigenvalue(double[][] rows) {
        double[] v = new double[rows[0].length];
        Arrays.fill(v, 1);
        double norm = 1;
        for (int step = 0; step < 30; step++) {
            double[] next = new double[v.length];
            for (double[] row : rows) {
                double along = dot(row, v);
                for (int c = 0; c < v.length; c++) {
                    next[c] += along * row[c];
                }
            }
            norm = Math.sqrt(dot(next, next));
            for (int c = 0; c < v.length; c++) {
                v[c] = next[c] / norm;
            }
        }
        return norm;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            sum += a[c] * b[c];
        }
        return sum;
    }
}
