package dev.skerry.trainer.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.api.ForeignText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class EmbedCommandTest {

    @TempDir private Path folder;
    private final StringWriter err = new StringWriter();
    private Path edges;
    private Path out;

    @BeforeEach
    void writeEdges() throws IOException {
        edges =
                Files.writeString(
                        folder.resolve("graph.tsv"), "one two\ttwo\ntwo\tthree\nthree\tone two\n");
        out = folder.resolve("graph.emb");
    }

    @Test
    void theFileHoldsEachNodeOnceWithItsNumbers() throws Exception {
        Files.writeString(out, "older");
        assertThat(
                        run(
                                edges,
                                "--out",
                                out,
                                "--dimensions",
                                7,
                                "--epochs",
                                2,
                                "--seed",
                                5,
                                "--deterministic"))
                .isZero();
        assertThat(Files.readAllLines(out).getFirst()).isEqualTo("3 7");
        WordVectors read = WordVectors.read(out);
        assertThat(read.names()).containsExactly("one two", "two", "three");
        assertThat(read.vectors()).hasDimensions(3, 7);
        assertThat(err.toString())
                .contains("embed.graph nodes=3 edges=3")
                .contains("embed.epoch epoch=2 epochs=2 loss=")
                .contains("embed.trained seconds=");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(edges, out);
        }
    }

    @Test
    void whatIsWrittenIsReadBackToTheBit() throws Exception {
        EdgeList list;
        try (var stream = Files.newInputStream(edges)) {
            list = EdgeListReader.read("E", stream, false, false);
        }
        EmbeddingTable table =
                Node2Vec.train(list.graph(), Node2VecSettings.defaults(), TrainingListener.NONE);
        WordVectors.write(out, list.names(), table);
        float[][] read = WordVectors.read(out).vectors();
        float[] row = new float[table.dimensions()];
        for (int i = 0; i < table.rows(); i++) {
            table.row(i, row);
            assertThat(read[i]).isEqualTo(row);
        }
    }

    @Test
    void aFileThatIsNoWordVectorsIsNamedByItsLine() throws Exception {
        Files.writeString(out, "2 2\na 1 2\nb 1 x\n");
        assertThatThrownBy(() -> WordVectors.read(out))
                .hasMessage(out + ":3: \"x\" is not a number");
        Files.writeString(out, "2 2\na 1 2\n");
        assertThatThrownBy(() -> WordVectors.read(out))
                .hasMessage(out + ": 1 vectors, but its head says 2");
        Files.writeString(out, "hello\n");
        assertThatThrownBy(() -> WordVectors.read(out)).hasMessageStartingWith(out + ":1: ");
    }

    @Test
    void aQuietRunSaysNothing() {
        assertThat(run(edges, "--out", out, "--quiet", "--mode", "pyg", "--threads", 2)).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aBadLineFailsAndLeavesNoFile() throws Exception {
        Files.writeString(edges, "a b\nc\n");
        assertThat(run(edges, "--out", out)).isEqualTo(1);
        assertThat(err.toString()).contains("embed: " + edges + ":2: 1 column");
        assertThat(out).doesNotExist();
    }

    @Test
    void anErrorMovesNoCursor() {
        assertThat(run(folder.resolve("no\u001b[2J\u009b31m\u202ene"), "--out", out)).isEqualTo(1);
        assertThat(err.toString().lines()).allMatch(ForeignText::isPlain);
    }

    @Test
    void aMissingFileOrFolderFails() {
        assertThat(run(folder.resolve("none"), "--out", out)).isEqualTo(1);
        assertThat(err.toString()).contains("there is no such file");
        assertThat(run(edges, "--out", folder.resolve("none/x.emb"))).isEqualTo(1);
        assertThat(err.toString()).contains("not a file in an existing folder");
    }

    @Test
    void wrongArgumentsAreUsage() {
        assertThat(run(edges)).isEqualTo(2);
        assertThat(run(edges, "--out", out, "--dimensions", 0)).isEqualTo(2);
        assertThat(err.toString()).contains("dimensions: 0 is not in 1 to 4096");
        assertThat(run(edges, "--out", out, "--mode", "other")).isEqualTo(2);
        assertThat(run(edges, "--out", out, "--no-such-option")).isEqualTo(2);
    }

    private int run(Object... arguments) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        return line.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }
}
