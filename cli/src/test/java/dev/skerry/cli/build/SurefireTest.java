package dev.skerry.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurefireTest {
    private static final String REPORT =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="dev.skerry.ATest" time="1.5" tests="4" errors="1" skipped="1" failures="1">
              <testcase name="passes" classname="dev.skerry.ATest" time="0.1"/>
              <testcase name="fails" classname="dev.skerry.ATest"><failure message="no">expected 1
            but was 2</failure></testcase>
              <testcase name="breaks" classname="dev.skerry.ATest"><error message="boom" type="X"></error></testcase>
              <testcase name="waits" classname="dev.skerry.ATest"><skipped/></testcase>
            </testsuite>
            """;

    @TempDir private Path root;

    @Test
    void testsAreCountedByWhatBecameOfThem() throws IOException {
        write("TEST-dev.skerry.ATest.xml", REPORT);
        var suite = Surefire.read(root, "crds", Instant.EPOCH);
        assertThat(suite.passed()).isEqualTo(1);
        assertThat(suite.failed()).isEqualTo(2);
        assertThat(suite.skipped()).isEqualTo(1);
        assertThat(suite.took()).hasMillis(1500);
        assertThat(suite.failures())
                .containsExactly(
                        new Surefire.Failure("ATest.fails", "expected 1\nbut was 2"),
                        new Surefire.Failure("ATest.breaks", "boom"));
    }

    @Test
    void reportsOfAnEarlierRunDoNotCount() throws IOException {
        Path report = write("TEST-dev.skerry.ATest.xml", REPORT);
        Instant begun = Instant.parse("2026-01-01T00:00:00Z");
        Files.setLastModifiedTime(report, FileTime.from(begun.minusSeconds(1)));
        assertThat(Surefire.read(root, "crds", begun).passed()).isZero();
    }

    @Test
    void aModuleWithoutTestsHasNone() throws IOException {
        assertThat(Surefire.read(root, "bench", Instant.EPOCH).passed()).isZero();
    }

    @Test
    void aTornReportIsSaidByName() throws IOException {
        Path report = write("TEST-torn.xml", REPORT.substring(0, 200));
        assertThatThrownBy(() -> Surefire.read(root, "crds", Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(report.toString());
    }

    private Path write(String name, String text) throws IOException {
        Path folder = Files.createDirectories(root.resolve("crds/target/surefire-reports"));
        return Files.writeString(folder.resolve(name), text);
    }
}
