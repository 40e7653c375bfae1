package dev.skerry.trainer.ingest.embed;

import dev.skerry.trainer.ingest.graph.CsrGraph;

/**
 * Biased walks of second order (Grover and Leskovec 2016) by rejection: a neighbour is proposed by
 * the edge's weight and kept in proportion to its bias, so that no table per edge is needed. The
 * step straight back has a share of its own where {@code 1/p} stands out, and after {@value
 * #PATIENCE} refusals the step is drawn from the full distribution: both keep the probabilities
 * exact and the time bounded for extreme {@code p} and {@code q}.
 *
 * <p>Immutable, one for all threads.
 */
final class RandomWalker {

    private static final int PATIENCE = 32;

    private final CsrGraph graph;
    private final boolean firstOrder;
    private final double back;
    private final double out;
    private final double ceiling;
    private final double floor;

    /** Alias tables of all rows, null where all edges weigh the same. */
    private final long[] rows;

    RandomWalker(CsrGraph graph, double p, double q) {
        this.graph = graph;
        this.firstOrder = p == 1 && q == 1;
        this.back = 1 / p;
        this.out = 1 / q;
        this.ceiling = Math.max(1, out);
        this.floor = Math.min(Math.min(1, out), back);
        this.rows = graph.weighted() ? aliasTables(graph) : null;
    }

    private static long[] aliasTables(CsrGraph graph) {
        int widest = 0;
        for (int v = 0; v < graph.nodes(); v++) {
            widest = Math.max(widest, graph.degree(v));
        }
        long[] tables = new long[graph.arcs()];
        double[] weights = new double[widest];
        int[] work = new int[widest];
        for (int v = 0; v < graph.nodes(); v++) {
            int first = graph.firstArc(v);
            int degree = graph.degree(v);
            for (int i = 0; i < degree; i++) {
                weights[i] = graph.weight(first + i);
            }
            AliasTable.fill(tables, first, weights, degree, work);
        }
        return tables;
    }

    /**
     * Walks until {@code length} nodes are there or a node has no way out.
     *
     * @param into takes the nodes, the start first
     * @return how many nodes the walk has, at least 1
     */
    int walk(int start, int length, CounterRandom random, int[] into) {
        into[0] = start;
        int previous = -1;
        int current = start;
        for (int n = 1; n < length; n++) {
            if (graph.degree(current) == 0) {
                return n;
            }
            int next =
                    firstOrder || previous < 0
                            ? propose(current, random)
                            : secondOrder(previous, current, random);
            into[n] = next;
            previous = current;
            current = next;
        }
        return length;
    }

    private int propose(int node, CounterRandom random) {
        int first = graph.firstArc(node);
        int degree = graph.degree(node);
        int i =
                rows == null
                        ? random.below(degree)
                        : AliasTable.draw(rows, first, degree, random.next());
        return graph.target(first + i);
    }

    private int secondOrder(int previous, int current, CounterRandom random) {
        double extra = back > ceiling ? (back - ceiling) * share(current, previous) : 0;
        for (int tries = 0; tries < PATIENCE; tries++) {
            if (extra > 0 && random.unit() * (ceiling + extra) >= ceiling) {
                return previous;
            }
            int proposed = propose(current, random);
            double height = random.unit() * ceiling;
            if (height < floor || height < bias(previous, proposed)) {
                return proposed;
            }
        }
        return exactly(previous, current, random);
    }

    /** The part of a node's weight that lies on its arc to another one. */
    private double share(int node, int target) {
        int arc = graph.arc(node, target);
        if (arc < 0) {
            return 0;
        }
        if (!graph.weighted()) {
            return 1.0 / graph.degree(node);
        }
        double sum = 0;
        int first = graph.firstArc(node);
        for (int i = first; i < first + graph.degree(node); i++) {
            sum += graph.weight(i);
        }
        return graph.weight(arc) / sum;
    }

    private double bias(int previous, int next) {
        if (next == previous) {
            return back;
        }
        return graph.hasArc(previous, next) ? 1 : out;
    }

    private int exactly(int previous, int current, CounterRandom random) {
        int first = graph.firstArc(current);
        int end = first + graph.degree(current);
        double sum = 0;
        for (int arc = first; arc < end; arc++) {
            sum += graph.weight(arc) * bias(previous, graph.target(arc));
        }
        double left = random.unit() * sum;
        for (int arc = first; arc < end - 1; arc++) {
            left -= graph.weight(arc) * bias(previous, graph.target(arc));
            if (left < 0) {
                return graph.target(arc);
            }
        }
        return graph.target(end - 1);
    }
}
