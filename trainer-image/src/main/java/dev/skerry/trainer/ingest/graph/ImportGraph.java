package dev.skerry.trainer.ingest.graph;

import dev.skerry.trainer.ingest.resolve.EdgeKind;
import dev.skerry.trainer.ingest.resolve.Resolver;
import java.util.Arrays;
import java.util.List;

/**
 * The imports of a repository, in the order of files, lines and specifiers whatever the number of
 * threads.
 *
 * @param edges one for each statement and target
 */
public record ImportGraph(List<Edge> edges, List<External> external, List<Unresolved> unresolved) {

    /** A file refers to a file. */
    public record Edge(int source, int target, EdgeKind kind, int line, String specifier) {}

    /** A file refers to something outside the repository. */
    public record External(int source, int line, String specifier, String packageName) {}

    /** A file refers to something that is not there or only known at run time. */
    public record Unresolved(int source, int line, String specifier, Resolver.Reason reason) {}

    /** How many pairs of source and target there are. */
    public int distinctPairs() {
        var pairs = new long[edges.size()];
        int i = 0;
        for (var edge : edges) {
            pairs[i++] = (long) edge.source() << 32 | edge.target();
        }
        Arrays.sort(pairs);
        int distinct = 0;
        for (int k = 0; k < pairs.length; k++) {
            distinct += k == 0 || pairs[k] != pairs[k - 1] ? 1 : 0;
        }
        return distinct;
    }

    /** The graph that walks go over. */
    public CsrGraph walkGraph(int nodes) {
        var sources = new int[edges.size()];
        var targets = new int[edges.size()];
        int i = 0;
        for (var edge : edges) {
            sources[i] = edge.source();
            targets[i++] = edge.target();
        }
        return CsrGraph.undirected(nodes, sources, targets, i);
    }
}
