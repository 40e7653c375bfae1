package dev.skerry.operator.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void eachTryWaitsLongerUntilAMinute() {
        for (int times = 1; times <= 6; times++)
            assertThat(Backoff.delay("uid", times))
                    .isBetween(
                            Duration.ofMillis(800L << (times - 1)),
                            Duration.ofMillis(1200L << (times - 1)));
        assertThat(Backoff.delay("uid", 7))
                .isBetween(Duration.ofSeconds(48), Duration.ofSeconds(72));
        assertThat(Backoff.delay("uid", Integer.MAX_VALUE))
                .isBetween(Duration.ofSeconds(48), Duration.ofSeconds(72));
    }

    @Test
    void jobsThatFailTogetherDoNotComeBackTogether() {
        assertThat(Backoff.delay("one", 5)).isNotEqualTo(Backoff.delay("another", 5));
        assertThat(Backoff.delay("one", 5)).isEqualTo(Backoff.delay("one", 5));
    }
}
