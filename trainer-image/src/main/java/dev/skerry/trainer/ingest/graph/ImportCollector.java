package dev.skerry.trainer.ingest.graph;

import dev.skerry.trainer.ingest.graph.ImportGraph.Edge;
import dev.skerry.trainer.ingest.graph.ImportGraph.External;
import dev.skerry.trainer.ingest.graph.ImportGraph.Unresolved;
import dev.skerry.trainer.ingest.resolve.EdgeKind;
import dev.skerry.trainer.ingest.resolve.Resolver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one thread resolved; collectors are put together into one graph, in an order of their own.
 */
public final class ImportCollector implements Resolver.Sink {

    /** Figures that a listener may read while threads still resolve. */
    public record Totals(AtomicLong edges, AtomicLong external, AtomicLong unresolved) {
        public static Totals zero() {
            return new Totals(new AtomicLong(), new AtomicLong(), new AtomicLong());
        }
    }

    private final Totals totals;
    private final List<Edge> edges = new ArrayList<>();
    private final List<External> external = new ArrayList<>();
    private final List<Unresolved> unresolved = new ArrayList<>();

    public ImportCollector(Totals totals) {
        this.totals = totals;
    }

    @Override
    public void edge(int source, int target, EdgeKind kind, int line, String specifier) {
        edges.add(new Edge(source, target, kind, line, specifier));
        totals.edges().incrementAndGet();
    }

    @Override
    public void external(int source, int line, String specifier, String packageName) {
        external.add(new External(source, line, specifier, packageName));
        totals.external().incrementAndGet();
    }

    @Override
    public void unresolved(int source, int line, String specifier, Resolver.Reason reason) {
        unresolved.add(new Unresolved(source, line, specifier, reason));
        totals.unresolved().incrementAndGet();
    }

    /** All of them in one order; equal rows stay, for each is a statement. */
    public static ImportGraph merge(Collection<ImportCollector> parts) {
        var edges = new ArrayList<Edge>();
        var external = new ArrayList<External>();
        var unresolved = new ArrayList<Unresolved>();
        for (var part : parts) {
            edges.addAll(part.edges);
            external.addAll(part.external);
            unresolved.addAll(part.unresolved);
        }
        edges.sort(
                Comparator.comparingInt(Edge::source)
                        .thenComparingInt(Edge::line)
                        .thenComparingInt(Edge::target)
                        .thenComparing(Edge::kind)
                        .thenComparing(Edge::specifier));
        external.sort(
                Comparator.comparingInt(External::source)
                        .thenComparingInt(External::line)
                        .thenComparing(External::specifier)
                        .thenComparing(External::packageName));
        unresolved.sort(
                Comparator.comparingInt(Unresolved::source)
                        .thenComparingInt(Unresolved::line)
                        .thenComparing(Unresolved::specifier)
                        .thenComparing(Unresolved::reason));
        return new ImportGraph(List.copyOf(edges), List.copyOf(external), List.copyOf(unresolved));
    }
}
