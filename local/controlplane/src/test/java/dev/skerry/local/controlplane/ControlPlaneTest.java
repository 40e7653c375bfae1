package dev.skerry.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ControlPlaneTest {
    @Test
    void aControlPlaneOfAllFourComponentsIsHealthy() throws Exception {
        var controlPlane = TestControlPlane.sharedWithControllers();
        assertThat(controlPlane.health()).hasSize(4).allMatch(ServiceHealth::healthy);
    }
}
