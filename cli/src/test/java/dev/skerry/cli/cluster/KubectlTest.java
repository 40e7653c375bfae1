package dev.skerry.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubectlTest {
    @ParameterizedTest
    @CsvSource({
        "v1.34.4, true", "v1.33.0, true", "v1.35.1-rc.0, true", "1.34.4+k3s1, true",
        "v1.32.4-dispatcher, false", "v1.36.0, false", "v2.34.0, false", "v0.34.0, false",
        "'', false", "garbage, false", "v1, false", "v1.99999999999, false"
    })
    void aClientFitsWithinOneMinorOfTheServer(String client, boolean fits) {
        assertThat(Kubectl.fits(client, "1.34.4")).isEqualTo(fits);
    }
}
