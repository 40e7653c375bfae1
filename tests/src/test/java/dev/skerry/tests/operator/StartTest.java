package dev.skerry.tests.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the built operator starts: with settings that it must refuse, and after a crash. */
class StartTest {
    @TempDir Path folder;

    @Test
    void aStartWithWrongSettingsNamesThemAllAndEnds() throws Exception {
        var settings =
                Map.of(
                        "SKERRY_STORAGE_ENDPOINT", "http://s3.example.org",
                        "SKERRY_STORAGE_ACCESS_KEY", "hunter2",
                        "SKERRY_REPORT_INTERVAL", "fast",
                        "SKERRY_REPORT_CA_FILE", "/does/not/exist",
                        "SKERRY_VECTOR_URL", "http://127.0.0.1:6334");
        try (var operator =
                new OperatorProcess(folder.resolve("operator.log"), List.of(), settings)) {
            assertThat(operator.exitCode()).isEqualTo(78);
            assertThat(operator.log().lines())
                    .filteredOn(line -> line.startsWith("settings.wrong "))
                    .extracting(line -> line.split("[ :]")[1])
                    .containsExactly(
                            "SKERRY_VECTOR_URL",
                            "skerry.report.ca-file",
                            "skerry.report.interval",
                            "skerry.report.tls-cert",
                            "skerry.report.tls-key",
                            "skerry.report.url",
                            "skerry.storage.endpoint",
                            "skerry.storage.secret-key",
                            "skerry.vectors.url");
            assertThat(operator.log())
                    .contains("settings.refused problems=9 exit=78")
                    .contains("did you mean SKERRY_VECTORS_URL?")
                    .doesNotContain("hunter2")
                    .doesNotContain("Exception")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void anUnknownKeyInAFileIsNamedWithTheFile() throws Exception {
        var file =
                Files.createDirectories(folder.resolve("config")).resolve("application.properties");
        Files.writeString(file, "skerry.report.intervall=5s\n");
        try (var operator =
                new OperatorProcess(folder.resolve("operator.log"), List.of(), Map.of())) {
            assertThat(operator.exitCode()).isEqualTo(78);
            assertThat(operator.log())
                    .containsPattern(
                            "settings\\.wrong skerry\\.report\\.intervall \\(from .*config/application\\.properties.*\\):"
                                    + " there is no such setting; did you mean skerry\\.report\\.interval\\?");
        }
    }

    @Test
    void aKilledLeaderThatComesBackUnderItsNameLeadsWithoutWaitingForItsLease() throws Exception {
        try (var installation = Installation.shared(folder)) {
            var settings = installation.settings("phoenix-" + System.nanoTime());
            settings.put("SKERRY_LEADERSHIP_LEASE_DURATION", "5m");
            var temporary = Files.createDirectory(folder.resolve("tmp"));
            var jvm = List.of("-Djava.io.tmpdir=" + temporary);
            try (var first = installation.operator("first", jvm, settings)) {
                await().atMost(OperatorProcess.PATIENCE).until(first::leads);
                first.signal("KILL");
                first.exitCode();
            }
            assertThat(temporary).isEmptyDirectory();
            try (var second = installation.operator("second", List.of(), settings)) {
                await().atMost(OperatorProcess.PATIENCE).until(second::leads);
                assertThat(second.awaitReady().log()).doesNotContain("leadership.standby");
                second.signal("TERM");
                second.exitCode();
            }
        }
    }
}
