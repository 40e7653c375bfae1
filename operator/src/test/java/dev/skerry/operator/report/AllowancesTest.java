package dev.skerry.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowancesTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aFloodIsGrantedTheBurstAndThenTheRate() {
        var allowances = new Allowances(10, 20);
        int granted = 0;
        for (int i = 0; i < 5_000; i++)
            if (allowances.take("pod", i * SECOND / 1000).isEmpty()) granted++;
        assertThat(granted).isBetween(69, 71);
    }

    @Test
    void whoIsRefusedHearsWhenToComeBack() {
        var allowances = new Allowances(10, 1);
        assertThat(allowances.take("pod", 0)).isEmpty();
        var pause = allowances.take("pod", 0).orElseThrow();
        assertThat(pause).isEqualTo(Duration.ofMillis(100));
        assertThat(allowances.take("pod", pause.toNanos())).isEmpty();
    }

    @Test
    void oneFloodTakesNothingFromAnother() {
        var allowances = new Allowances(1, 1);
        for (int i = 0; i < 1000; i++) allowances.take("loud", i);
        assertThat(allowances.take("quiet", 1000)).isEmpty();
    }
}
