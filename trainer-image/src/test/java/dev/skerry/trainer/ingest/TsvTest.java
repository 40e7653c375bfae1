package dev.skerry.trainer.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.api.ForeignText;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsvTest {

    @Test
    void whateverAFieldHoldsIsReadAsItWasAndShowsNothingThatATerminalObeys() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .forEach(
                        c -> {
                            var field = "a" + Character.toString(c) + "b";
                            var written = Tsv.escape(field);
                            assertThat(written).as("U+%04X", c).matches(ForeignText::isPlain);
                            assertThat(TsvRows.unescape(written)).as("U+%04X", c).isEqualTo(field);
                        });
    }

    @Test
    void anOrdinaryFieldIsWrittenAsItIs() {
        assertThat(Tsv.escape("src/größe.py")).isEqualTo("src/größe.py");
        assertThat(Tsv.escape("x\u001b[2J.py")).isEqualTo("x\\u001b[2J.py");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\", "a\\x", "a\\u12", "a\\u12zz"})
    void aBrokenEscapeIsNoField(String written) {
        assertThatThrownBy(() -> TsvRows.unescape(written))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
