package dev.skerry.bench.operator;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Measurements taken by many threads, read when all are in. */
final class Figures {
    private final Queue<Double> values = new ConcurrentLinkedQueue<>();

    void add(double value) {
        values.add(value);
    }

    int count() {
        return values.size();
    }

    /**
     * @param share 0.95 for p95
     * @return NaN where nothing was measured
     */
    double quantile(double share) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        if (sorted.length == 0) return Double.NaN;
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }

    double largest() {
        return quantile(1);
    }
}
