package dev.skerry.operator.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aFloodIsGrantedTheBurstAndThenTheRate() {
        var limiter = new RateLimiter(10, 20);
        int granted = 0;
        for (int i = 0; i < 5_000; i++)
            if (limiter.take("pod", i * SECOND / 1000).isEmpty()) granted++;
        assertThat(granted).isBetween(69, 71);
    }

    @Test
    void whoIsRefusedHearsWhenToComeBack() {
        var limiter = new RateLimiter(10, 1);
        assertThat(limiter.take("pod", 0)).isEmpty();
        var pause = limiter.take("pod", 0).orElseThrow();
        assertThat(pause).isEqualTo(Duration.ofMillis(100));
        assertThat(limiter.take("pod", pause.toNanos())).isEmpty();
    }

    @Test
    void oneFloodTakesNothingFromAnother() {
        var limiter = new RateLimiter(1, 1);
        for (int i = 0; i < 1000; i++) limiter.take("loud", i);
        assertThat(limiter.take("quiet", 1000)).isEmpty();
    }
}
