package dev.skerry.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeysTest {

    @Test
    void keysAreThoseOfTheContract() {
        assertThat(ObjectKeys.artifact("demo", "flask", "v4"))
                .isEqualTo("artifacts/demo/flask/v4/");
        assertThat(ObjectKeys.report("demo", "job", "pod")).isEqualTo("reports/demo/job/pod.json");
        assertThat(new Checkpoint("demo", "job", 2, 3, "pod", 40).prefix())
                .isEqualTo("checkpoints/demo/job/r2-a3-pod/40/");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", ".", "..", "a/b", "../a", "A", "a b", "a..b", "-a", "a\n", "ä"})
    void aNameThatCouldLeaveItsFolderIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectKeys.artifact("demo", name))
                .withMessageStartingWith("name: ");
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectKeys.artifact(name, "x"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "/a",
                "a/",
                "a//b",
                "../a",
                "a/../b",
                "a/.b",
                ".claim",
                "a\\b",
                "a b",
                "a\0",
                "manifest.json",
                "1/2/3/4/5/6/7/8/9"
            })
    void aFileThatCouldLeaveItsFolderIsRefused(String file) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectKeys.requireFile(file))
                .withMessageStartingWith("file: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0", "4", "v", "v-1", "v1/..", "v01", "v9999999999"})
    void aVersionIsVAndANumber(String version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectKeys.requireVersion(version))
                .withMessageStartingWith("version: ");
    }

    @Test
    void settingsSayAllThatIsMissingAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                StorageSettings.fromEnvironment(
                                        Map.of("AWS_ENDPOINT_URL_S3", "ftp://x")))
                .withMessageContaining("AWS_ACCESS_KEY_ID: is not set")
                .withMessageContaining("AWS_SECRET_ACCESS_KEY: is not set")
                .withMessageContaining("AWS_ENDPOINT_URL_S3: scheme \"ftp\" is not allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://u:p@host", "https:///x", "http://host/path", "host:9000", "%"})
    void anEndpointIsSchemeHostAndPort(String endpoint) {
        var environment =
                Map.of(
                        "AWS_ENDPOINT_URL_S3", endpoint,
                        "AWS_ACCESS_KEY_ID", "k",
                        "AWS_SECRET_ACCESS_KEY", "s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StorageSettings.fromEnvironment(environment))
                .withMessageStartingWith("AWS_ENDPOINT_URL_S3: ");
    }

    @Test
    void settingsDoNotPrintTheSecret() {
        var settings =
                StorageSettings.fromEnvironment(
                        Map.of(
                                "AWS_ENDPOINT_URL_S3", "https://s3.example.org",
                                "AWS_ACCESS_KEY_ID", "k",
                                "AWS_SECRET_ACCESS_KEY", "hush"));
        assertThat(settings.toString()).doesNotContain("hush").contains("us-east-1");
    }
}
