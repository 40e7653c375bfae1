package dev.skerry.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is printed of a log that is read in pieces. */
class LogPositionTest {
    private final LogPosition position = new LogPosition();

    @Test
    void theTextOfALineIsWhatComesAfterItsStamp() {
        assertThat(
                        read(
                                "2026-01-01T00:00:01.5Z a  b",
                                "2026-01-01T00:00:02Z ",
                                "2026-01-01T00:00:03Z"))
                .containsExactly("a  b", "", "");
    }

    @Test
    void afterABrokenConnectionNoLineIsPrintedTwiceAndNoneIsLost() {
        assertThat(position.since()).isEmpty();
        assertThat(
                        read(
                                "2026-01-01T00:00:01.1Z a",
                                "2026-01-01T00:00:01.25Z b",
                                "2026-01-01T00:00:01.25Z c"))
                .containsExactly("a", "b", "c");
        assertThat(position.since()).contains("2026-01-01T00:00:01.25Z");
        assertThat(
                        read(
                                "2026-01-01T00:00:01.1Z a",
                                "2026-01-01T00:00:01.25Z b",
                                "2026-01-01T00:00:01.25Z c",
                                "2026-01-01T00:00:01.25Z d",
                                "2026-01-01T00:00:01.300Z e"))
                .containsExactly("d", "e");
    }

    @Test
    void fractionsOfASecondAreComparedAsNumbers() {
        assertThat(read("2026-01-01T00:00:01.9Z a")).containsExactly("a");
        assertThat(
                        read(
                                "2026-01-01T00:00:01.123456789Z x",
                                "2026-01-01T00:00:01.9Z a",
                                "2026-01-01T00:00:02Z b"))
                .containsExactly("b");
    }

    private List<String> read(String... lines) {
        position.begin();
        return List.of(lines).stream().map(position::take).flatMap(Optional::stream).toList();
    }
}
