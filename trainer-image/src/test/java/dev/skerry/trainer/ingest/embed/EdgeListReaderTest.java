package dev.skerry.trainer.ingest.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EdgeListReaderTest {

    @Test
    void namesAreKeptInTheOrderInWhichTheyCome() throws Exception {
        EdgeList list = read("# graph\nb\ta\r\n\na  é\nb c d\te f\n");
        assertThat(list.names()).containsExactly("b", "a", "é", "b c d", "e f");
        assertThat(list.graph().edges()).isEqualTo(3);
        assertThat(list.graph().hasArc(2, 1)).isTrue();
    }

    @Test
    void aHeaderIsSkippedAndLetsMoreColumnsFollow() throws Exception {
        EdgeList list =
                read("\uFEFFsource\ttarget\tkind\tline\tspecifier\na.py\tb.py\tstatic\t3\tb\n");
        assertThat(list.names()).containsExactly("a.py", "b.py");
        assertThat(read("source target\nsource target\n").names())
                .containsExactly("source", "target");
    }

    @Test
    void weightsAndDirectionAreTakenWhereAskedFor() throws Exception {
        EdgeList list =
                EdgeListReader.read("E", stream("a b 2.5\nb c 1e3".getBytes(UTF_8)), true, true);
        assertThat(list.graph().weight(list.graph().arc(0, 1))).isEqualTo(2.5f);
        assertThat(list.graph().hasArc(1, 0)).isFalse();
    }

    @Test
    void gzipIsRecognised() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("a b\n".getBytes(UTF_8));
        }
        assertThat(EdgeListReader.read("E", stream(packed.toByteArray()), false, false).names())
                .containsExactly("a", "b");
    }

    @Test
    void anEmptyListIsAnEmptyGraph() throws Exception {
        assertThat(read("").names()).isEmpty();
        assertThat(read("# nothing\n\n").graph().nodes()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b;c           | E:2: 1 column, not 2: source and target, between them a tab or spaces",
                "a b 1           | E:1: 3 columns, not 2; is the third a weight? then give --weighted",
                "a b;a b c d     | E:2: 4 columns, not 2: source and target, between them a tab or spaces",
                "#;a~            | E:2: the target has no name",
                "~b              | E:1: the source has no name",
            })
    void aLineThatIsNoEdgeIsNamed(String text, String message) {
        assertThatThrownBy(() -> read(text.replace(';', '\n').replace('~', '\t')))
                .isInstanceOf(EdgeListException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "NaN", "Infinity", "x", "1e99"})
    void aWeightThatIsNoPositiveNumberIsNamed(String weight) {
        byte[] text = ("a b 1\na b " + weight + "\n").getBytes(UTF_8);
        assertThatThrownBy(() -> EdgeListReader.read("E", stream(text), true, false))
                .isInstanceOf(EdgeListException.class)
                .hasMessage("E:2: weight \"" + weight + "\" is not a positive, finite number");
    }

    @Test
    void bytesThatAreNoTextAreNamed() {
        byte[] bytes = {'a', ' ', 'b', '\n', (byte) 0xff, ' ', 'c', '\n'};
        assertThatThrownBy(() -> EdgeListReader.read("E", stream(bytes), false, false))
                .hasMessage("E:2: the line is not UTF-8");
        assertThatThrownBy(() -> read("a b\n" + "x".repeat(70_000)))
                .hasMessage("E:2: the line is longer than 65536 bytes; is this an edge list?");
    }

    @Property(tries = 500)
    void anyBytesAreAGraphOrAnEdgeListException(@ForAll byte[] bytes, @ForAll boolean weighted)
            throws Exception {
        if (bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
            return;
        }
        try {
            EdgeList list = EdgeListReader.read("E", stream(bytes), weighted, false);
            assertThat(list.names()).hasSize(list.graph().nodes());
        } catch (EdgeListException e) {
            assertThat(e).hasMessageMatching("(?s)E:\\d+: .+");
        }
    }

    private static EdgeList read(String text) throws Exception {
        return EdgeListReader.read("E", stream(text.getBytes(UTF_8)), false, false);
    }

    private static ByteArrayInputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
