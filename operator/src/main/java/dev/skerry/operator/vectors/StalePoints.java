package dev.skerry.operator.vectors;

import java.util.List;
import java.util.Optional;

/**
 * Which of a job's points do not count.
 *
 * @param keep the run whose points are the truth: all others are stale
 * @param runs where there is no truth yet: exactly these are stale, for a job of the same name may
 *     have left points that are still read
 */
public record StalePoints(Optional<String> keep, List<String> runs) {
    public StalePoints {
        runs = keep.isPresent() ? List.of() : List.copyOf(runs);
    }

    /** Whether nothing can be stale, so that nobody needs to be asked. */
    public boolean isNone() {
        return keep.isEmpty() && runs.isEmpty();
    }
}
