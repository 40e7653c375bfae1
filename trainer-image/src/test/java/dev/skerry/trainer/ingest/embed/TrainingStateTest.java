package dev.skerry.trainer.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.trainer.ingest.graph.CsrGraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingStateTest {

    private static final int NODES = 150;

    @TempDir private Path folder;
    private final CsrGraph graph = graph();

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whereverItIsInterruptedADeterministicTrainingEndsWithTheSameBits(Mode mode)
            throws IOException {
        var settings = settings(mode).build();
        var whole = bytes(Node2Vec.train(graph, settings, keeping(0)));
        for (int epochs = 1; epochs <= settings.epochs(); epochs++) {
            Node2Vec.train(graph, settings, keeping(epochs));
            var state = TrainingState.read(folder, epochs, NODES, settings);
            var table = Node2Vec.train(graph, settings, Optional.of(state), TrainingListener.NONE);
            assertThat(bytes(table)).as("after epoch %d", epochs).isEqualTo(whole);
        }
    }

    @Test
    void aResumedTrainingCountsItsEpochsOn() throws IOException {
        var settings = settings(Mode.PAPER).threads(3).deterministic(false).build();
        Node2Vec.train(graph, settings, keeping(2));
        var heard = new StringBuilder();
        Node2Vec.train(
                graph,
                settings,
                Optional.of(TrainingState.read(folder, 2, NODES, settings)),
                new TrainingListener() {
                    @Override
                    public void progress(double fraction) {
                        assertThat(fraction).isBetween(2 / 4.0, 1.0);
                    }

                    @Override
                    public void epoch(int epoch, int epochs, double loss, long updates) {
                        heard.append(epoch).append('/').append(epochs).append(' ');
                    }
                });
        assertThat(heard).hasToString("3/4 4/4 ");
    }

    @Test
    void tablesThatAreNotWholeOrNotFiniteAreRefused() throws IOException {
        var settings = settings(Mode.PAPER).build();
        Node2Vec.train(graph, settings, keeping(1));
        assertThatThrownBy(() -> TrainingState.read(folder, 1, NODES + 1, settings))
                .hasMessage("in.f32: has 7800 bytes, 151 rows of 13 numbers are 7852");
        assertThatThrownBy(() -> TrainingState.read(folder, 5, NODES, settings))
                .hasMessage("5 epochs are complete, of 4");
        var table = folder.resolve(TrainingState.TARGETS);
        var content = Files.readAllBytes(table);
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putFloat(52, Float.NaN);
        Files.write(table, content);
        assertThatThrownBy(() -> TrainingState.read(folder, 1, NODES, settings))
                .hasMessage("out.f32: row 1 is not finite");
        Files.delete(table);
        assertThatThrownBy(() -> TrainingState.read(folder, 1, NODES, settings))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aStateOfAnotherGraphIsRefused() throws IOException {
        var settings = settings(Mode.PYG).build();
        Node2Vec.train(graph, settings, keeping(1));
        var state = TrainingState.read(folder, 1, NODES, settings);
        var other = CsrGraph.undirected(3, new int[] {0}, new int[] {1}, 1);
        assertThatThrownBy(
                        () ->
                                Node2Vec.train(
                                        other, settings, Optional.of(state), TrainingListener.NONE))
                .hasMessage("from: has 150 rows of 13 numbers, this training 3 of 13");
    }

    private TrainingListener keeping(int epochs) {
        return new TrainingListener() {
            @Override
            public void progress(double fraction) {}

            @Override
            public void epoch(int epoch, int all, double loss, long updates) {}

            @Override
            public void state(TrainingState state) {
                if (state.epochs() == epochs) {
                    try {
                        state.write(folder);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
    }

    /** Thirteen dimensions: rows are padded, and files must not be. */
    private static Node2VecSettings.Builder settings(Mode mode) {
        return Node2VecSettings.builder()
                .dimensions(13)
                .walkLength(10)
                .contextSize(4)
                .walksPerNode(3)
                .epochs(4)
                .batchSize(16)
                .mode(mode)
                .deterministic(true);
    }

    private static CsrGraph graph() {
        var random = new Random(5);
        var from = random.ints(400, 0, NODES).toArray();
        var to = random.ints(400, 0, NODES).toArray();
        return CsrGraph.undirected(NODES, from, to, from.length);
    }

    private static byte[] bytes(EmbeddingTable table) throws IOException {
        var into = new ByteArrayOutputStream();
        table.writeTo(Channels.newChannel(into));
        return into.toByteArray();
    }
}
