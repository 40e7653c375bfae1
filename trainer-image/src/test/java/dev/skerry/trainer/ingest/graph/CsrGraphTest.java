package dev.skerry.trainer.ingest.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class CsrGraphTest {

    @Test
    void parallelEdgesAreMergedAndLoopsDropped() {
        CsrGraph graph =
                CsrGraph.undirected(4, new int[] {0, 1, 0, 2, 0}, new int[] {1, 0, 1, 2, 2}, 5);
        assertThat(graph.edges()).isEqualTo(2);
        assertThat(neighbours(graph, 0)).containsExactly(1, 2);
        assertThat(neighbours(graph, 2)).containsExactly(0);
        assertThat(graph.degree(3)).isZero();
    }

    @Test
    void weightsOfParallelEdgesAreAdded() {
        CsrGraph graph =
                CsrGraph.of(
                        2,
                        new int[] {0, 1, 0},
                        new int[] {1, 0, 1},
                        new float[] {1, 2, 4},
                        3,
                        true);
        assertThat(graph.weight(graph.arc(0, 1))).isEqualTo(5);
        assertThat(graph.weight(graph.arc(1, 0))).isEqualTo(2);
        assertThat(graph.edges()).isEqualTo(2);
    }

    @Test
    void onlyTheFirstEdgesCount() {
        assertThat(CsrGraph.undirected(3, new int[] {0, 9}, new int[] {1, 9}, 1).edges())
                .isEqualTo(1);
    }

    @Test
    void aNodeOutOfRangeIsRefusedByItsEdge() {
        assertThatThrownBy(() -> CsrGraph.undirected(2, new int[] {0, 1}, new int[] {1, 2}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("edge 1: 1 to 2, but nodes are 0 to 1");
    }

    @Test
    void aWeightThatIsNoPositiveNumberIsRefused() {
        for (float bad : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(
                            () ->
                                    CsrGraph.of(
                                            2,
                                            new int[] {0},
                                            new int[] {1},
                                            new float[] {bad},
                                            1,
                                            false))
                    .hasMessageContaining("is not a positive, finite number");
        }
    }

    @Test
    void selfLoopsLeadFromEveryNodeToItself() {
        CsrGraph graph = CsrGraph.undirected(3, new int[] {2}, new int[] {0}, 1).withSelfLoops();
        assertThat(neighbours(graph, 0)).containsExactly(0, 2);
        assertThat(neighbours(graph, 1)).containsExactly(1);
        assertThat(neighbours(graph, 2)).containsExactly(0, 2);
        assertThat(graph.edges()).isEqualTo(4);
        assertThat(graph.withSelfLoops().edges()).isEqualTo(4);
    }

    @Property(tries = 300)
    void rowsAreTheSetsOfNeighbours(
            @ForAll @Size(max = 60) int[] ends,
            @ForAll @IntRange(min = 1, max = 9) int nodes,
            @ForAll boolean directed) {
        int count = ends.length / 2;
        int[] from = new int[count];
        int[] to = new int[count];
        for (int e = 0; e < count; e++) {
            from[e] = Math.floorMod(ends[2 * e], nodes);
            to[e] = Math.floorMod(ends[2 * e + 1], nodes);
        }
        CsrGraph graph = CsrGraph.of(nodes, from, to, null, count, directed);
        int arcs = 0;
        for (int v = 0; v < nodes; v++) {
            TreeSet<Integer> expected = new TreeSet<>();
            for (int e = 0; e < count; e++) {
                if (from[e] == v && to[e] != v) {
                    expected.add(to[e]);
                }
                if (!directed && to[e] == v && from[e] != v) {
                    expected.add(from[e]);
                }
            }
            assertThat(neighbours(graph, v))
                    .isEqualTo(expected.stream().mapToInt(i -> i).toArray());
            for (int u = 0; u < nodes; u++) {
                assertThat(graph.hasArc(v, u)).isEqualTo(expected.contains(u));
            }
            arcs += expected.size();
        }
        assertThat(graph.edges()).isEqualTo(directed ? arcs : arcs / 2);
    }

    private static int[] neighbours(CsrGraph graph, int node) {
        int[] all = new int[graph.degree(node)];
        for (int i = 0; i < all.length; i++) {
            all[i] = graph.target(graph.firstArc(node) + i);
        }
        return all;
    }
}
