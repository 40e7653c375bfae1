package dev.skerry.local.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageMapTest {
    private static final Path TEMPORARY = Path.of("/pods/1/tmp");

    private final ImageMap images =
            new ImageMap(
                    Map.of(
                            "ours/trainer:*",
                            new ImageMap.Program(List.of("trainer", "run"), Map.of("A", "1"))));

    @Test
    void theMapGivesTheEntryPointAndArgumentsFollow() {
        assertThat(images.commandLine("ours/trainer:1.0", List.of(), List.of("x"), TEMPORARY))
                .contains(List.of("trainer", "run", "x"));
    }

    @Test
    void theCommandOfAPodReplacesTheEntryPoint() {
        assertThat(images.commandLine("ours/trainer:1.0", List.of("sh"), List.of("x"), TEMPORARY))
                .contains(List.of("sh", "x"));
    }

    @Test
    void aProgramIsToldWhereItsTemporaryFilesGo() {
        var java = new ImageMap.Program(List.of("java", "-Dtmp=$(TMPDIR)"), Map.of());
        assertThat(
                        new ImageMap(Map.of("java", java))
                                .commandLine("java", List.of(), List.of("$(TMPDIR)"), TEMPORARY))
                .contains(List.of("java", "-Dtmp=/pods/1/tmp", "$(TMPDIR)"));
    }

    @Test
    void argumentsAloneAreNothingToRun() {
        assertThat(images.commandLine("ghost", List.of(), List.of("x"), TEMPORARY)).isEmpty();
    }

    @Test
    void dotsInAPatternAreDots() {
        var dotted = new ImageMap(Map.of("a.b", new ImageMap.Program(List.of("x"), Map.of())));
        assertThat(dotted.find("axb")).isEmpty();
        assertThat(dotted.find("a.b")).isPresent();
    }

    @Test
    void aMalformedFileIsNamed(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("map.json"), "[]");
        assertThatThrownBy(() -> ImageMap.read(file))
                .hasMessageContaining("map.json: not an image map; write");
    }
}
