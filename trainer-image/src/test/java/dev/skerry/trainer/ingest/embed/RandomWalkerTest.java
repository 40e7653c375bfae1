package dev.skerry.trainer.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.trainer.ingest.embed.CounterRandom.Purpose;
import dev.skerry.trainer.ingest.graph.CsrGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Steps against the exact probabilities of Grover and Leskovec 2016, by a chi-square test at one in
 * 10,000.
 */
final class RandomWalkerTest {

    private static final int[] SOURCES = {0, 0, 0, 1, 1, 2, 3, 3, 4, 5};
    private static final int[] TARGETS = {1, 2, 3, 2, 4, 5, 4, 5, 5, 6};
    private static final float[] WEIGHTS = {1, 3, 0.5f, 2, 1, 1, 4, 1, 2, 0.25f};
    private static final int NODES = 7;

    @ParameterizedTest(name = "p={0} q={1} weighted={2} directed={3}")
    @CsvSource({
        "1, 1, false, false", "1, 1, true, false", "0.25, 4, false, false", "4, 0.25, false, false",
        "0.001, 1, true, false", "1000, 0.01, true, false", "0.5, 2, true, true",
                "100, 1e-5, false, false"
    })
    void stepsAreTakenWithTheirExactProbabilities(
            double p, double q, boolean weighted, boolean directed) {
        CsrGraph graph =
                CsrGraph.of(
                        NODES,
                        SOURCES,
                        TARGETS,
                        weighted ? WEIGHTS : null,
                        SOURCES.length,
                        directed);
        RandomWalker walker = new RandomWalker(graph, p, q);
        long[][][] seen = new long[NODES][NODES][NODES];
        int[] walk = new int[10];
        CounterRandom random = new CounterRandom();
        for (int w = 0; w < 60_000; w++) {
            random.start(Purpose.WALK, 7, 0, w % NODES, w);
            int length = walker.walk(w % NODES, walk.length, random, walk);
            for (int i = 2; i < length; i++) {
                seen[walk[i - 2]][walk[i - 1]][walk[i]]++;
            }
        }
        double chiSquare = 0;
        int freedom = 0;
        for (int t = 0; t < NODES; t++) {
            for (int v = 0; v < NODES; v++) {
                double[] wanted = probabilities(graph, t, v, p, q);
                long steps = java.util.Arrays.stream(seen[t][v]).sum();
                for (int x = 0; x < NODES; x++) {
                    double expected = steps * wanted[x];
                    if (expected >= 5) {
                        chiSquare +=
                                (seen[t][v][x] - expected) * (seen[t][v][x] - expected) / expected;
                        freedom++;
                    } else if (wanted[x] == 0) {
                        assertThat(seen[t][v][x]).isZero();
                    }
                }
            }
        }
        assertThat(freedom).isPositive();
        assertThat(chiSquare).isLessThan(freedom + 3.72 * Math.sqrt(2.0 * freedom) + 14);
    }

    private static double[] probabilities(CsrGraph graph, int t, int v, double p, double q) {
        double[] share = new double[NODES];
        double sum = 0;
        for (int i = 0; i < graph.degree(v); i++) {
            int arc = graph.firstArc(v) + i;
            int x = graph.target(arc);
            share[x] = graph.weight(arc) * (x == t ? 1 / p : graph.hasArc(t, x) ? 1 : 1 / q);
            sum += share[x];
        }
        for (int x = 0; x < NODES; x++) {
            share[x] = sum == 0 ? 0 : share[x] / sum;
        }
        return share;
    }

    @Test
    void aWalkDependsOnItsKeyAloneAndNotOnWhatWasDrawnBefore() {
        CsrGraph graph = CsrGraph.undirected(NODES, SOURCES, TARGETS, SOURCES.length);
        RandomWalker walker = new RandomWalker(graph, 0.5, 2);
        int[] first = new int[30];
        int[] again = new int[30];
        CounterRandom random = new CounterRandom();
        walker.walk(4, 30, random.start(Purpose.WALK, 1, 2, 4, 3), first);
        walker.walk(5, 30, random.start(Purpose.WALK, 1, 2, 5, 3), again);
        walker.walk(4, 30, new CounterRandom().start(Purpose.WALK, 1, 2, 4, 3), again);
        assertThat(again).isEqualTo(first);
        walker.walk(4, 30, random.start(Purpose.WALK, 1, 2, 4, 4), again);
        assertThat(again).isNotEqualTo(first);
    }

    @Test
    void aWalkEndsWhereNoArcLeadsOn() {
        CsrGraph graph = CsrGraph.of(3, new int[] {0, 1}, new int[] {1, 2}, null, 2, true);
        int[] walk = new int[9];
        RandomWalker walker = new RandomWalker(graph, 0.1, 3);
        assertThat(walker.walk(0, 9, new CounterRandom().start(Purpose.WALK, 0, 0, 0, 0), walk))
                .isEqualTo(3);
        assertThat(walk).startsWith(0, 1, 2);
        assertThat(walker.walk(2, 9, new CounterRandom().start(Purpose.WALK, 0, 0, 2, 0), walk))
                .isEqualTo(1);
    }
}
