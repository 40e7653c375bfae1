package dev.skerry.trainer.ingest.graph;

import java.util.Arrays;

/**
 * A graph in compressed sparse rows: node {@code v}'s neighbours lie in {@code targets[offsets[v]
 * .. offsets[v + 1])}, ascending. Four bytes an arc and four a node (eight more an arc where
 * weighted); an undirected edge is two arcs. Immutable, safe for any number of readers.
 *
 * <p>Parallel edges are merged into one whose weight is their sum (in an undirected graph {@code a
 * b} and {@code b a} are parallel), and self-loops are dropped: a node's own loop says nothing
 * about its neighbourhood.
 */
public final class CsrGraph {

    private final int[] offsets;
    private final int[] targets;
    private final float[] weights;
    private final boolean directed;
    private final long loops;

    CsrGraph(int[] offsets, int[] targets, float[] weights, boolean directed, long loops) {
        this.offsets = offsets;
        this.targets = targets;
        this.weights = weights;
        this.directed = directed;
        this.loops = loops;
    }

    /**
     * An unweighted, undirected graph of the first {@code count} pairs of {@code sources} and
     * {@code targets}; the arrays are only read.
     *
     * @throws IllegalArgumentException where an end is not in {@code 0 .. nodes - 1}
     */
    public static CsrGraph undirected(int nodes, int[] sources, int[] targets, int count) {
        return of(nodes, sources, targets, null, count, false);
    }

    /**
     * A graph of the first {@code count} edges.
     *
     * @param weights one positive, finite number an edge, or null where all weigh the same
     * @throws IllegalArgumentException where an end is no node or a weight no positive number
     */
    public static CsrGraph of(
            int nodes, int[] sources, int[] targets, float[] weights, int count, boolean directed) {
        return new CsrGraphBuilder(nodes, sources, targets, weights, count, directed).build();
    }

    /**
     * The same graph with a loop of weight 1 at every node, for graphs that have no edge at all.
     */
    public CsrGraph withSelfLoops() {
        int nodes = nodes();
        int[] wider = new int[nodes + 1];
        int[] to = new int[Math.addExact(targets.length, nodes)];
        float[] by = weights == null ? null : new float[to.length];
        int next = 0;
        for (int v = 0; v < nodes; v++) {
            wider[v] = next;
            int from = offsets[v];
            int end = offsets[v + 1];
            int at = Arrays.binarySearch(targets, from, end, v);
            int before = (at < 0 ? -at - 1 : at) - from;
            System.arraycopy(targets, from, to, next, before);
            to[next + before] = v;
            int rest = from + before + (at < 0 ? 0 : 1);
            System.arraycopy(targets, rest, to, next + before + 1, end - rest);
            if (by != null) {
                System.arraycopy(weights, from, by, next, before);
                by[next + before] = 1f;
                System.arraycopy(weights, rest, by, next + before + 1, end - rest);
            }
            next += before + 1 + end - rest;
        }
        wider[nodes] = next;
        return new CsrGraph(
                wider,
                next == to.length ? to : Arrays.copyOf(to, next),
                by == null || next == by.length ? by : Arrays.copyOf(by, next),
                directed,
                nodes);
    }

    public int nodes() {
        return offsets.length - 1;
    }

    /**
     * Distinct edges: arcs of a directed graph, unordered pairs of an undirected one; a loop counts
     * once.
     */
    public long edges() {
        return directed ? targets.length : (targets.length - loops) / 2 + loops;
    }

    /** How many arcs leave a node; a loop is one. */
    public int degree(int node) {
        return offsets[node + 1] - offsets[node];
    }

    /** How many arcs there are in all. */
    public int arcs() {
        return targets.length;
    }

    /** The position of a node's first arc; its others follow. */
    public int firstArc(int node) {
        return offsets[node];
    }

    /** Where an arc leads. */
    public int target(int arc) {
        return targets[arc];
    }

    /** An arc's weight, 1 in an unweighted graph. */
    public float weight(int arc) {
        return weights == null ? 1f : weights[arc];
    }

    public boolean weighted() {
        return weights != null;
    }

    public boolean directed() {
        return directed;
    }

    /** Whether an arc leads from one node to the other; logarithmic in the degree. */
    public boolean hasArc(int from, int to) {
        return arc(from, to) >= 0;
    }

    /** The arc from one node to the other, negative where there is none. */
    public int arc(int from, int to) {
        int low = offsets[from];
        int high = offsets[from + 1] - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = targets[middle];
            if (found < to) {
                low = middle + 1;
            } else if (found > to) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1;
    }
}
