package dev.skerry.cli.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void clocksShowHoursOnlyWhereThereAreSome() {
        assertThat(Texts.clock(Duration.ofSeconds(7))).isEqualTo("0:07");
        assertThat(Texts.clock(Duration.ofSeconds(760))).isEqualTo("12:40");
        assertThat(Texts.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
        assertThat(Texts.clock(Duration.ofSeconds(-5))).isEqualTo("0:00");
    }

    @Test
    void durationsGrowCoarserWithLength() {
        assertThat(Texts.took(Duration.ofMillis(420))).isEqualTo("0.4 s");
        assertThat(Texts.took(Duration.ofMillis(12_400))).isEqualTo("12 s");
        assertThat(Texts.took(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
    }

    @Test
    void sizesHaveTwoDigitsAtLeastAndNoFourthBeforeTheUnit() {
        assertThat(Texts.bytes(812)).isEqualTo("812 B");
        assertThat(Texts.bytes(3_400_000)).isEqualTo("3.4 MB");
        assertThat(Texts.bytes(999_999)).isEqualTo("1.0 MB");
        assertThat(Texts.bytes(64_000_000_000L)).isEqualTo("64 GB");
    }

    @Test
    void barsHaveTheirWidthForAnyShare() {
        for (double share : new double[] {-1, 0, 0.01, 0.5, 0.999, 1, 7}) {
            assertThat(Texts.bar(share, 20)).hasSize(20);
        }
        assertThat(Texts.bar(0.5, 4)).isEqualTo("██░░");
    }
}
