package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.operator.vectors.StoredRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    List<StoredRun> others() {
        return points.keySet().stream().map(run -> new StoredRun(run, "uid-1")).toList();
    }

    /**
     * @param keep the run that status calls the truth, which nobody may take away
     * @param open the run that a program writes now, neither
     */
    void remove(List<String> runIds, Optional<String> keep, Optional<String> open) {
        open.ifPresent(run -> assertThat(runIds).as("runs that are removed").doesNotContain(run));
        keep.ifPresent(
                run -> {
                    assertThat(runIds).as("runs that are removed").doesNotContain(run);
                    assertThat(points.get(run)).as("points that are kept").isEqualTo(ALL);
                });
        points.keySet().removeAll(runIds);
    }
}
