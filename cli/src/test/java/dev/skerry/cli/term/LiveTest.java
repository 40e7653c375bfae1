package dev.skerry.cli.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aLineThatIsTooLongIsCutAndItsColourClosed() {
        assertThat(Live.cut("abcdefgh", 5)).isEqualTo("abcd…");
        assertThat(Live.cut("abcde", 5)).isEqualTo("abcde");
        assertThat(Live.cut("\u001b[32mabcdefgh\u001b[0m", 5))
                .isEqualTo("\u001b[32mabcd…\u001b[0m");
        assertThat(Live.cut("\u001b[32mabcde\u001b[0m", 5)).isEqualTo("\u001b[32mabcde\u001b[0m");
    }

    @Test
    void onATerminalTheBlockIsRedrawnInPlace() {
        var live = new Live(stream, true, 80);
        live.show(List.of("one", "two"));
        live.show(List.of("three"));
        live.print("done");
        assertThat(text())
                .isEqualTo(
                        "\u001b[2Kone\n\u001b[2Ktwo\n\u001b[0J"
                                + "\r\u001b[2A\u001b[2Kthree\n\u001b[0J"
                                + "\r\u001b[1A\u001b[0Jdone\n");
    }

    @Test
    void withoutATerminalNothingIsRedrawnAndNoLogIsFlooded() {
        var live = new Live(stream, false, 80);
        for (int i = 0; i < 1000; i++) live.show("step " + i);
        live.print("done");
        live.close();
        assertThat(text()).isEqualTo("done\n");
    }

    @Test
    void coloursNeedATerminalAndNoWishForNone() {
        assertThat(Terminal.of(Map.of("SKERRY_TERMINAL", "out-err-120")))
                .isEqualTo(new Terminal(true, true, 120, true));
        assertThat(Terminal.of(Map.of("SKERRY_TERMINAL", "out-err-120", "NO_COLOR", "1")).colour())
                .isFalse();
        assertThat(Terminal.of(Map.of("SKERRY_TERMINAL", "-0")).colour()).isFalse();
        assertThat(Terminal.of(Map.of("SKERRY_TERMINAL", "out-120", "TERM", "dumb")).out())
                .isFalse();
        assertThat(Terminal.of(Map.of()).width()).isEqualTo(100);
        assertThat(new Paint(false).red("x")).isEqualTo("x");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
