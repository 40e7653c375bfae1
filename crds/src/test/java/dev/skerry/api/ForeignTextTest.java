package dev.skerry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForeignTextTest {
    private static final Pattern DEFINED = Pattern.compile(ForeignText.PATTERN);

    @Test
    void nothingThatMovesTurnsOrEndsALineIsLeft() {
        codePoints()
                .filter(ForeignTextTest::isUnwanted)
                .forEach(
                        c -> {
                            var text = "a" + Character.toString(c) + "b";
                            assertThat(ForeignText.isPlain(text)).as("U+%04X", c).isFalse();
                            assertThat(ForeignText.oneLine(text)).as("U+%04X", c).isIn("ab", "a b");
                            assertThat(ForeignText.shown(text)).as("U+%04X", c).isEqualTo("a?b");
                        });
    }

    @Test
    void everythingElseStays() {
        codePoints()
                .filter(c -> !isUnwanted(c))
                .forEach(
                        c -> {
                            var text = "a" + Character.toString(c) + "b";
                            assertThat(ForeignText.oneLine(text)).as("U+%04X", c).isEqualTo(text);
                            assertThat(DEFINED.matcher(text).matches()).as("U+%04X", c).isTrue();
                        });
    }

    @Test
    void aPairOfSurrogatesIsACharacterAndALoneOneIsNone() {
        assertThat(ForeignText.oneLine("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
        assertThat(ForeignText.oneLine("a\ud83d")).isEqualTo("a");
        assertThat(ForeignText.oneLine("\ude00a")).isEqualTo("a");
    }

    @Test
    void aLineStaysOne() {
        assertThat(ForeignText.oneLine("one\r\n\u2028two\u0085\u0000three\n"))
                .isEqualTo("one two three");
    }

    private static IntStream codePoints() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT);
    }

    private static boolean isUnwanted(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> c == 0xFFFE || c == 0xFFFF;
        };
    }
}
