package dev.skerry.trainer.ingest.parse;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Ranges of bytes, which may lie in each other. */
final class Intervals {

    /** Start to end, without those that lie in others. */
    private final TreeMap<Integer, Integer> outermost = new TreeMap<>();

    /**
     * @param ranges pairs of start and end, in any order
     */
    Intervals(List<int[]> ranges) {
        int until = -1;
        for (var range : ranges.stream().sorted(Comparator.comparingInt(r -> r[0])).toList()) {
            if (range[1] > until) {
                outermost.merge(range[0], range[1], Math::max);
                until = range[1];
            }
        }
    }

    /** Whether an offset lies strictly between the ends of one. */
    boolean hold(int offset) {
        var below = outermost.lowerEntry(offset);
        return below != null && offset < below.getValue();
    }
}
