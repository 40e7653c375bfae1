package dev.skerry.bench.operator;

import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

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

    /** How often each value was taken, for the few that are codes. */
    Map<Integer, Long> counted() {
        return values.stream()
                .collect(
                        Collectors.groupingBy(
                                Double::intValue, TreeMap::new, Collectors.counting()));
    }

    double largest() {
        return quantile(1);
    }
}
