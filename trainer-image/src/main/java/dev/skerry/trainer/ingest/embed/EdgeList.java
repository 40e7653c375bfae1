package dev.skerry.trainer.ingest.embed;

import dev.skerry.trainer.ingest.graph.CsrGraph;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph and its nodes' names, in the order in which they were first seen: {@code names.get(i)} is
 * node {@code i}.
 */
public record EdgeList(List<String> names, CsrGraph graph) {

    /** Collects edges by name; one thread. */
    static final class Collector {

        private final boolean weighted;
        private final Map<String, Integer> ids = new LinkedHashMap<>();
        private int[] sources = new int[1024];
        private int[] targets = new int[1024];
        private float[] weights;
        private int count;

        Collector(boolean weighted) {
            this.weighted = weighted;
            this.weights = new float[weighted ? 1024 : 0];
        }

        void add(String source, String target, float weight) {
            if (count == sources.length) {
                int more = (int) Math.min(Integer.MAX_VALUE - 8, count * 3L / 2);
                if (more == count) {
                    throw new IllegalArgumentException(count + " edges, no more fit");
                }
                sources = Arrays.copyOf(sources, more);
                targets = Arrays.copyOf(targets, more);
                weights = weighted ? Arrays.copyOf(weights, more) : weights;
            }
            sources[count] = id(source);
            targets[count] = id(target);
            if (weighted) {
                weights[count] = weight;
            }
            count++;
        }

        private int id(String name) {
            Integer known = ids.get(name);
            if (known == null) {
                known = ids.size();
                ids.put(name, known);
            }
            return known;
        }

        EdgeList finish(boolean directed) {
            CsrGraph graph =
                    CsrGraph.of(
                            ids.size(),
                            sources,
                            targets,
                            weighted ? weights : null,
                            count,
                            directed);
            return new EdgeList(List.copyOf(ids.keySet()), graph);
        }
    }
}
