package dev.skerry.local.vectors.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Exact nearest neighbours: every row is scored, and the filter is asked only about rows near
 * enough to be kept.
 *
 * @param ties which of two equally near rows comes first
 */
public record NearestScan(
        VectorBlocks vectors, Metric metric, int rows, IntPredicate filter, TopHits.RowOrder ties) {
    /** Floats that one task reads; below it a second thread costs more than it gives. */
    private static final int TASK_FLOATS = 1 << 19;

    /** A row and its score. */
    public record Hit(int row, float score) {}

    /**
     * The nearest rows that pass the filter, nearest first.
     *
     * @param query prepared by the metric
     * @param limit most rows wanted
     * @param threshold scores no better than this are left out; NaN for none
     */
    public List<Hit> nearest(float[] query, int limit, float threshold) {
        int blocks = vectors.blocksFor(rows);
        int blocksPerTask = Math.max(1, TASK_FLOATS / (vectors.width() * vectors.dimensions()));
        int tasks = (blocks + blocksPerTask - 1) / blocksPerTask;
        int kept = Math.min(limit, rows);
        IntStream all = IntStream.range(0, tasks);
        TopHits top =
                (tasks > 1 ? all.parallel() : all)
                        .mapToObj(
                                task ->
                                        scan(
                                                query,
                                                kept,
                                                threshold,
                                                task * blocksPerTask,
                                                Math.min(blocks, (task + 1) * blocksPerTask)))
                        .reduce(new TopHits(kept, ties), this::merge);
        var hits = new ArrayList<Hit>();
        for (int row : top.drain()) {
            hits.add(new Hit(row, scoreOf(query, row)));
        }
        return hits;
    }

    private TopHits merge(TopHits one, TopHits other) {
        var both = new TopHits(Math.min(one.limit(), rows), ties);
        both.addAll(one);
        both.addAll(other);
        return both;
    }

    private TopHits scan(float[] query, int limit, float threshold, int fromBlock, int toBlock) {
        int width = vectors.width();
        float[] scores = new float[width];
        var top = new TopHits(limit, ties);
        for (int block = fromBlock; block < toBlock; block++) {
            Arrays.fill(scores, 0);
            metric.score(vectors.block(block), width, query, scores);
            int first = block * width;
            int count = Math.min(width, rows - first);
            for (int i = 0; i < count; i++) {
                float near = metric.nearness(scores[i]);
                if (top.admits(near, first + i)
                        && (Float.isNaN(threshold) || metric.passes(scores[i], threshold))
                        && filter.test(first + i)) {
                    top.add(near, first + i);
                }
            }
        }
        return top;
    }

    private float scoreOf(float[] query, int row) {
        float[] one = new float[1];
        metric.score(vectors.get(row), 1, query, one);
        return one[0];
    }
}
