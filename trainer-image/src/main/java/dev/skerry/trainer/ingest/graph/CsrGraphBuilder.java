package dev.skerry.trainer.ingest.graph;

import java.util.Arrays;

/**
 * Edges to rows by two counting sorts, by target and then by source, so that every row comes out
 * ascending in linear time; then equal neighbours, which are adjacent, are merged in place. At its
 * peak it holds two arrays of arcs beside the edges it was given.
 */
final class CsrGraphBuilder {

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final int nodes;
    private final int[] sources;
    private final int[] targets;
    private final float[] weights;
    private final int count;
    private final boolean directed;

    CsrGraphBuilder(
            int nodes, int[] sources, int[] targets, float[] weights, int count, boolean directed) {
        this.nodes = nodes;
        this.sources = sources;
        this.targets = targets;
        this.weights = weights;
        this.count = count;
        this.directed = directed;
        check();
    }

    private void check() {
        if (nodes < 0 || nodes >= LARGEST_ARRAY) {
            throw new IllegalArgumentException(
                    "nodes: " + nodes + " is not in 0 to " + (LARGEST_ARRAY - 1));
        }
        if (count < 0
                || count > sources.length
                || count > targets.length
                || (weights != null && count > weights.length)) {
            throw new IllegalArgumentException(
                    "count: " + count + " edges, but the arrays are shorter");
        }
        for (int e = 0; e < count; e++) {
            if (sources[e] < 0 || sources[e] >= nodes || targets[e] < 0 || targets[e] >= nodes) {
                throw new IllegalArgumentException(
                        "edge "
                                + e
                                + ": "
                                + sources[e]
                                + " to "
                                + targets[e]
                                + ", but nodes are 0 to "
                                + (nodes - 1));
            }
            if (weights != null && !(weights[e] > 0 && weights[e] <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "edge "
                                + e
                                + ": weight "
                                + weights[e]
                                + " is not a positive, finite number");
            }
        }
    }

    CsrGraph build() {
        int[] incoming = new int[nodes + 1];
        int[] outgoing = directed ? new int[nodes + 1] : incoming;
        long arcs = 0;
        for (int e = 0; e < count; e++) {
            if (sources[e] != targets[e]) {
                incoming[targets[e] + 1]++;
                outgoing[sources[e] + 1]++;
                arcs += directed ? 1 : 2;
            }
        }
        if (arcs > LARGEST_ARRAY) {
            throw new IllegalArgumentException(arcs + " arcs, at most " + LARGEST_ARRAY + " fit");
        }
        accumulate(incoming);
        if (directed) {
            accumulate(outgoing);
        }
        int[] from = new int[(int) arcs];
        float[] by = weights == null ? null : new float[(int) arcs];
        sortByTarget(incoming, from, by);
        int[] to = new int[(int) arcs];
        float[] weight = weights == null ? null : new float[(int) arcs];
        sortBySource(incoming, outgoing, from, by, to, weight);
        return merge(outgoing, to, weight);
    }

    private static void accumulate(int[] offsets) {
        for (int v = 1; v < offsets.length; v++) {
            offsets[v] += offsets[v - 1];
        }
    }

    private void sortByTarget(int[] incoming, int[] from, float[] by) {
        int[] next = Arrays.copyOf(incoming, nodes);
        for (int e = 0; e < count; e++) {
            int source = sources[e];
            int target = targets[e];
            if (source == target) {
                continue;
            }
            put(from, by, next[target]++, source, e);
            if (!directed) {
                put(from, by, next[source]++, target, e);
            }
        }
    }

    private void put(int[] from, float[] by, int at, int node, int edge) {
        from[at] = node;
        if (by != null) {
            by[at] = weights[edge];
        }
    }

    private void sortBySource(
            int[] incoming, int[] outgoing, int[] from, float[] by, int[] to, float[] weight) {
        int[] next = Arrays.copyOf(outgoing, nodes);
        for (int target = 0; target < nodes; target++) {
            for (int arc = incoming[target]; arc < incoming[target + 1]; arc++) {
                int at = next[from[arc]]++;
                to[at] = target;
                if (weight != null) {
                    weight[at] = by[arc];
                }
            }
        }
    }

    private CsrGraph merge(int[] rows, int[] to, float[] weight) {
        int[] offsets = new int[nodes + 1];
        int kept = 0;
        for (int v = 0; v < nodes; v++) {
            int start = kept;
            offsets[v] = start;
            for (int arc = rows[v]; arc < rows[v + 1]; arc++) {
                if (kept > start && to[kept - 1] == to[arc]) {
                    if (weight != null) {
                        weight[kept - 1] =
                                Math.min(weight[kept - 1] + weight[arc], Float.MAX_VALUE);
                    }
                } else {
                    to[kept] = to[arc];
                    if (weight != null) {
                        weight[kept] = weight[arc];
                    }
                    kept++;
                }
            }
        }
        offsets[nodes] = kept;
        boolean same = kept == to.length;
        return new CsrGraph(
                offsets,
                same ? to : Arrays.copyOf(to, kept),
                same || weight == null ? weight : Arrays.copyOf(weight, kept),
                directed,
                0);
    }
}
