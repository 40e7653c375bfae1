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
    private static final ImageMap.Container CONTAINER =
            new ImageMap.Container(Path.of("/pods/1/tmp"), 1 << 30);

    private final ImageMap images =
            new ImageMap(
                    Map.of(
                            "ours/trainer:*",
                            new ImageMap.Program(List.of("trainer", "run"), Map.of("A", "1"))));

    @Test
    void theMapGivesTheEntryPointAndArgumentsFollow() {
        assertThat(images.commandLine("ours/trainer:1.0", List.of(), List.of("x"), CONTAINER))
                .contains(List.of("trainer", "run", "x"));
    }

    @Test
    void theCommandOfAPodReplacesTheEntryPoint() {
        assertThat(images.commandLine("ours/trainer:1.0", List.of("sh"), List.of("x"), CONTAINER))
                .contains(List.of("sh", "x"));
    }

    @Test
    void aMappedProgramIsToldOfItsContainerAndAPodsOwnWordsStay() {
        var told =
                new ImageMap(
                        Map.of(
                                "a",
                                new ImageMap.Program(
                                        List.of(
                                                "java",
                                                "-XX:MaxRAM=" + ImageMap.MEMORY,
                                                "-Dtmp=" + ImageMap.TEMPORARY),
                                        Map.of())));
        assertThat(told.commandLine("a", List.of(), List.of("${limits.memory}"), CONTAINER))
                .contains(
                        List.of(
                                "java",
                                "-XX:MaxRAM=1073741824",
                                "-Dtmp=/pods/1/tmp",
                                "${limits.memory}"));
    }

    @Test
    void argumentsAloneAreNothingToRun() {
        assertThat(images.commandLine("ghost", List.of(), List.of("x"), CONTAINER)).isEmpty();
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
