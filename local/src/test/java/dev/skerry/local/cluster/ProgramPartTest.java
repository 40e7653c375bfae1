package dev.skerry.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.local.controlplane.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramPartTest {
    private static final Part.Said SILENT =
            new Part.Said() {
                @Override
                public void doing(String what) {}

                @Override
                public void preparing(String what, long done, long total) {}
            };

    @TempDir private Path folder;
    private Children children;

    @BeforeEach
    void children() throws IOException {
        children = Children.open(folder.resolve("children"));
    }

    @AfterEach
    void close() throws IOException {
        children.close();
    }

    @Test
    void itRunsOnceHealthyAndEndsWhenTold() throws Exception {
        Path sign = folder.resolve("work/up");
        var part =
                part(
                        "echo $GREETING; touch up; exec sleep 300",
                        () -> Files.exists(sign) ? "" : "not up");
        part.start(SILENT);
        assertThat(part.ended()).isEmpty();
        assertThat(part.problem()).isEmpty();
        assertThat(part.processes()).hasSize(1);
        ProcessHandle process = part.processes().getFirst().handle().orElseThrow();
        assertThat(Files.readString(part.log())).isEqualTo("hello\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part.log())))
                .isEqualTo("rw-------");

        part.stop(Duration.ofSeconds(5));
        process.onExit().get(5, TimeUnit.SECONDS);
        assertThat(part.ended()).isPresent();
        assertThat(part.processes()).isEmpty();
    }

    @Test
    void aProgramThatEndsIsToldWithItsLastWords() {
        var part = part("echo first; echo cannot open the book; exit 7", () -> "not up");
        assertThatThrownBy(() -> part.start(SILENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("cannot open the book")
                .hasMessageContaining(part.log().toString());
    }

    @Test
    void aProgramThatEndsWithAStackIsToldWithoutIt() {
        var part =
                part(
                        "echo Starting; echo 'Exception in thread \"main\" java.io.IOException: full';"
                                + " for i in $(seq 40); do printf '\\tat a.B.c(B.java:%d)\\n' $i; done; exit 1",
                        () -> "not up");
        assertThatThrownBy(() -> part.start(SILENT))
                .hasMessageStartingWith(
                        "ended with exit code 1; its last words: Starting | full; log: ");
        assertThat(part.ended()).hasValueSatisfying(why -> assertThat(why).contains("| full;"));
    }

    @Test
    void aProgramThatNeverGetsHealthyIsGivenUpAfterItsLimit() throws Exception {
        var part = part("exec sleep 300", () -> "the door is shut");
        assertThatThrownBy(() -> part.start(SILENT))
                .hasMessageContaining("not healthy after 1 s: the door is shut");
        part.stop(Duration.ofSeconds(5));
    }

    @Test
    void aUsersOwnSettingsDoNotReachIt() throws Exception {
        var part =
                part(
                        "env > variables; touch up; exec sleep 300",
                        () -> Files.exists(folder.resolve("work/up")) ? "" : "not up");
        part.start(SILENT);
        assertThat(Files.readAllLines(folder.resolve("work/variables")))
                .noneMatch(
                        line ->
                                line.startsWith("SKERRY_")
                                        || line.startsWith("AWS_")
                                        || line.startsWith("KUBECONFIG="))
                .contains("GREETING=hello");
        part.stop(Duration.ofSeconds(5));
    }

    private ProgramPart part(String script, Probe probe) {
        return new ProgramPart(
                "script",
                "a script",
                Set.of(),
                children,
                folder.resolve("work"),
                folder.resolve("logs/script.log"),
                Duration.ofSeconds(1),
                said ->
                        new ProgramPart.Launch(
                                List.of("/bin/sh", "-c", script),
                                Map.of("GREETING", "hello"),
                                probe,
                                "",
                                "a script"));
    }
}
