package dev.skerry.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MavenOutputTest {
    private final MavenOutput output = new MavenOutput();

    @Test
    void theLineTellsModuleDownloadsAndWhatIsGoingOn() {
        read(
                "[INFO] Building skerry-operator 0.1.0-SNAPSHOT                              [4/7]",
                "Downloading from somewhere: scheme://host/org/x/arc-3.30.jar",
                "Downloaded from somewhere: scheme://host/org/x/arc-3.30.jar (1.5 MB at 3.0 MB/s)",
                "Downloading from somewhere: scheme://host/org/x/core.pom");
        assertThat(output.now())
                .isEqualTo("[4/7] operator · 1 files, 1.5 MB downloaded · downloading core.pom");
        read("[INFO] --- compiler:3.14.1:compile (default-compile) @ skerry-operator ---");
        assertThat(output.now()).endsWith(" · compiling");
    }

    @Test
    void testsAreCountedAsTheyRun() {
        read(
                "[INFO] Building skerry-crds 0.1.0-SNAPSHOT [1/9]",
                "[INFO] Running dev.skerry.api.SchemaTest",
                "[INFO] Tests run: 12, Failures: 0, Errors: 0, Skipped: 1, Time elapsed: 1.2 s -- in dev.skerry.api.SchemaTest",
                "[ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0, Time elapsed: 1 s <<< FAILURE! -- in x.YTest",
                "[INFO] Tests run: 15, Failures: 1, Errors: 1, Skipped: 1",
                "[INFO] Running dev.skerry.api.OtherTest");
        assertThat(output.now()).isEqualTo("[1/9] crds · 15 tests, 2 failed · OtherTest");
        assertThat(output.failed()).isEqualTo(2);
    }

    @Test
    void aFailureIsToldWithoutMavensAdvice() {
        read(
                "[INFO] noise",
                "[ERROR] COMPILATION ERROR :",
                "[ERROR] /x/A.java:[3,5] cannot find symbol",
                "[ERROR] ",
                "[ERROR] -> [Help 1]",
                "[ERROR] Re-run Maven using the -X switch",
                "[ERROR] /x/A.java:[3,5] cannot find symbol");
        assertThat(output.why(10))
                .containsExactly("COMPILATION ERROR :", "/x/A.java:[3,5] cannot find symbol");
    }

    @Test
    void withoutAnErrorLineTheLastLinesAreTold() {
        read("one", "two", "three");
        assertThat(output.why(2)).isEqualTo(List.of("two", "three"));
    }

    private void read(String... lines) {
        for (String line : lines) output.line(line);
    }
}
