package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.operator.vectors.StalePoints;
import java.util.HashMap;
import java.util.Map;

/** The points of one job in a played world, counted by run. */
final class PlayedPoints {
    static final int HALF = 5;
    static final int ALL = 10;

    private final Map<String, Integer> points = new HashMap<>();

    Map<String, Integer> byRun() {
        return Map.copyOf(points);
    }

    void uploadHalf(String runId) {
        points.merge(runId, HALF, Math::max);
    }

    void uploadAll(String runId) {
        points.put(runId, ALL);
    }

    long stale(StalePoints stale) {
        return points.entrySet().stream()
                .filter(e -> isStale(stale, e.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    void remove(StalePoints stale) {
        stale.keep()
                .ifPresent(
                        run ->
                                assertThat(points.get(run))
                                        .as("points that are kept")
                                        .isEqualTo(ALL));
        points.keySet().removeIf(run -> isStale(stale, run));
    }

    private static boolean isStale(StalePoints stale, String runId) {
        return stale.keep().map(keep -> !keep.equals(runId)).orElse(stale.runs().contains(runId));
    }
}
