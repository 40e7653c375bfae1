package dev.skerry.trainer.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.trainer.ingest.graph.CsrGraph;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class Node2VecTest {

    static final Node2VecSettings QUICK =
            Node2VecSettings.builder()
                    .dimensions(16)
                    .walkLength(10)
                    .contextSize(4)
                    .epochs(3)
                    .batchSize(16)
                    .build();

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theSamePairsAreTrainedForAnyNumberOfThreads(Mode mode) {
        CsrGraph graph = random(200, 600);
        List<Long> alone = updates(graph, QUICK.toBuilder().mode(mode).threads(1).build());
        assertThat(alone).hasSize(3).allMatch(n -> n > 0);
        assertThat(updates(graph, QUICK.toBuilder().mode(mode).threads(5).build()))
                .isEqualTo(alone);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aDeterministicTrainingGivesTheSameBitsForAnyNumberOfThreads(Mode mode) throws Exception {
        CsrGraph graph = random(200, 600);
        Node2VecSettings.Builder settings = QUICK.toBuilder().mode(mode).deterministic(true);
        byte[] once =
                bytes(Node2Vec.train(graph, settings.threads(1).build(), TrainingListener.NONE));
        byte[] again =
                bytes(Node2Vec.train(graph, settings.threads(4).build(), TrainingListener.NONE));
        byte[] other =
                bytes(Node2Vec.train(graph, settings.seed(2).build(), TrainingListener.NONE));
        assertThat(again).isEqualTo(once);
        assertThat(other).isNotEqualTo(once);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void neighboursOfOneCliqueComeNearerThanThoseOfAnother(Mode mode) {
        int size = 12;
        List<int[]> edges = new ArrayList<>();
        for (int a = 0; a < 2 * size; a++) {
            for (int b = a + 1; b < 2 * size; b++) {
                if (a / size == b / size) {
                    edges.add(new int[] {a, b});
                }
            }
        }
        edges.add(new int[] {0, size});
        CsrGraph graph = graph(2 * size, edges);
        EmbeddingTable table =
                Node2Vec.train(
                        graph,
                        Node2VecSettings.builder().mode(mode).build(),
                        TrainingListener.NONE);
        assertThat(cosine(table, 1, 2)).isGreaterThan(cosine(table, 1, size + 1) + 0.3);
        assertThat(cosine(table, size + 3, size + 4))
                .isGreaterThan(cosine(table, 3, size + 4) + 0.3);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theLossFalls(Mode mode) {
        List<Double> losses = new ArrayList<>();
        Node2Vec.train(
                random(300, 900),
                QUICK.toBuilder().mode(mode).epochs(8).build(),
                new Recorder() {
                    @Override
                    public void epoch(int epoch, int epochs, double loss, long updates) {
                        losses.add(loss);
                    }
                });
        assertThat(losses).hasSize(8);
        assertThat(losses.getFirst()).isBetween(0.3, 0.8);
        assertThat(losses.getLast()).isLessThan(losses.getFirst() - 0.02);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theSmallestGraphsHaveAVectorForEachNode(Mode mode) {
        for (int nodes = 0; nodes <= 3; nodes++) {
            CsrGraph bare = graph(nodes, List.of());
            CsrGraph chain = graph(nodes, nodes < 2 ? List.of() : List.of(new int[] {0, 1}));
            for (CsrGraph graph : List.of(bare, chain, bare.withSelfLoops())) {
                EmbeddingTable table =
                        Node2Vec.train(
                                graph, QUICK.toBuilder().mode(mode).build(), TrainingListener.NONE);
                assertThat(table.rows()).isEqualTo(nodes);
                assertFiniteAndNotZero(table);
            }
        }
    }

    @Property(tries = 60)
    void anyGraphAndAnySettingsGiveFiniteVectorsOfTheRightShape(
            @ForAll @Size(max = 80) int[] ends,
            @ForAll @IntRange(min = 1, max = 30) int nodes,
            @ForAll @IntRange(min = 1, max = 40) int dimensions,
            @ForAll @IntRange(min = 2, max = 12) int context,
            @ForAll @IntRange(max = 8) int negatives,
            @ForAll Mode mode,
            @ForAll boolean wild) {
        List<int[]> edges = new ArrayList<>();
        for (int e = 0; e + 1 < ends.length; e += 2) {
            edges.add(new int[] {Math.floorMod(ends[e], nodes), Math.floorMod(ends[e + 1], nodes)});
        }
        Node2VecSettings settings =
                QUICK.toBuilder()
                        .dimensions(dimensions)
                        .contextSize(context)
                        .negatives(negatives)
                        .mode(mode)
                        .p(wild ? 1e-6 : 1)
                        .q(wild ? 1e6 : 0.5)
                        .learningRate(wild ? 10.0 : 0.025)
                        .build();
        EmbeddingTable table = Node2Vec.train(graph(nodes, edges), settings, TrainingListener.NONE);
        assertThat(table.rows()).isEqualTo(nodes);
        assertThat(table.dimensions()).isEqualTo(dimensions);
        if (wild) {
            // between its bounds such a rate can move a vector to exactly zero
            assertFinite(table);
        } else {
            assertFiniteAndNotZero(table);
        }
    }

    @Test
    void aTableIsWrittenRowByRowInLittleEndian() throws Exception {
        EmbeddingTable table = Node2Vec.train(random(50, 90), QUICK, TrainingListener.NONE);
        ByteBuffer bytes = ByteBuffer.wrap(bytes(table)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.remaining()).isEqualTo(50 * 16 * 4);
        float[] row = new float[16];
        for (int i = 0; i < 50; i++) {
            table.row(i, row);
            for (float number : row) {
                assertThat(bytes.getFloat()).isEqualTo(number);
            }
        }
    }

    @Test
    void progressNeverFallsAndEndsAtOne() {
        List<Double> heard = new ArrayList<>();
        Node2Vec.train(
                random(300, 900),
                QUICK,
                new Recorder() {
                    @Override
                    public void progress(double fraction) {
                        heard.add(fraction);
                    }
                });
        assertThat(heard).isSorted().endsWith(1.0);
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> Node2VecSettings.builder().dimensions(0).build())
                .hasMessage("dimensions: 0 is not in 1 to 4096");
        assertThatThrownBy(() -> Node2VecSettings.builder().p(Double.NaN).build())
                .hasMessageStartingWith("p: NaN");
        assertThatThrownBy(() -> Node2VecSettings.builder().mode(Mode.PYG).contextSize(1).build())
                .hasMessage("contextSize: 1 is not in 2 to 1000");
    }

    private static List<Long> updates(CsrGraph graph, Node2VecSettings settings) {
        List<Long> all = new ArrayList<>();
        Node2Vec.train(
                graph,
                settings,
                new Recorder() {
                    @Override
                    public void epoch(int epoch, int epochs, double loss, long updates) {
                        all.add(updates);
                    }
                });
        return all;
    }

    static CsrGraph random(int nodes, int edges) {
        Random random = new Random(5);
        List<int[]> all = new ArrayList<>();
        for (int e = 0; e < edges; e++) {
            all.add(new int[] {random.nextInt(nodes), random.nextInt(nodes)});
        }
        return graph(nodes, all);
    }

    private static CsrGraph graph(int nodes, List<int[]> edges) {
        int[] from = edges.stream().mapToInt(e -> e[0]).toArray();
        int[] to = edges.stream().mapToInt(e -> e[1]).toArray();
        return CsrGraph.undirected(nodes, from, to, from.length);
    }

    static void assertFiniteAndNotZero(EmbeddingTable table) {
        assertThat(squares(table)).allSatisfy(square -> assertThat(square).isFinite().isPositive());
    }

    private static void assertFinite(EmbeddingTable table) {
        assertThat(squares(table)).allSatisfy(square -> assertThat(square).isFinite());
    }

    /** Of each vector, its length squared. */
    private static List<Double> squares(EmbeddingTable table) {
        List<Double> squares = new ArrayList<>();
        float[] row = new float[table.dimensions()];
        for (int i = 0; i < table.rows(); i++) {
            table.row(i, row);
            double square = 0;
            for (float number : row) {
                square += number * number;
            }
            squares.add(square);
        }
        return squares;
    }

    private static double cosine(EmbeddingTable table, int a, int b) {
        float[] x = new float[table.dimensions()];
        float[] y = new float[table.dimensions()];
        table.row(a, x);
        table.row(b, y);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += x[i] * y[i];
            xx += x[i] * x[i];
            yy += y[i] * y[i];
        }
        return xy / Math.sqrt(xx * yy);
    }

    private static byte[] bytes(EmbeddingTable table) throws Exception {
        ByteArrayOutputStream into = new ByteArrayOutputStream();
        table.writeTo(Channels.newChannel(into));
        return into.toByteArray();
    }

    private static class Recorder implements TrainingListener {
        @Override
        public void progress(double fraction) {}

        @Override
        public void epoch(int epoch, int epochs, double loss, long updates) {}
    }
}
