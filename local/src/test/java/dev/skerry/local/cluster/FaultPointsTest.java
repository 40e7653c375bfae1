package dev.skerry.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultPointsTest {

    @Test
    void aClusterIsNotArmedUnlessItsOwnerAsksForIt() {
        assertThat(FaultPoints.options(Map.of())).isEmpty();
        assertThat(FaultPoints.options(Map.of("SKERRY_FAULT_POINTS", " "))).isEmpty();
        assertThat(FaultPoints.options(Map.of("SKERRY_FAULT_POINTS", "/srv/faults")))
                .containsExactly("-Ddev.skerry.fault.points=/srv/faults");
    }
}
