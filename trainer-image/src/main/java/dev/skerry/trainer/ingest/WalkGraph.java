package dev.skerry.trainer.ingest;

import dev.skerry.trainer.ingest.graph.CsrGraph;
import dev.skerry.trainer.ingest.graph.ImportGraph;

/**
 * What walks go over.
 *
 * @param selfLoops whether no file refers to another, so that walks stay where they are
 */
record WalkGraph(CsrGraph graph, boolean selfLoops) {

    static WalkGraph of(ImportGraph imports, int files) {
        var graph = imports.walkGraph(files);
        return graph.edges() == 0
                ? new WalkGraph(graph.withSelfLoops(), true)
                : new WalkGraph(graph, false);
    }
}
