package dev.skerry.local.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VolumeFilesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Pod POD =
            new PodBuilder().withNewMetadata().withName("p").endMetadata().build();

    @TempDir private Path folder;

    private static FileContent file(String text) {
        return new FileContent(text.getBytes(StandardCharsets.UTF_8), 0640);
    }

    @Test
    void filesChangeTogetherAndOldOnesGo() throws Exception {
        var volume = new AtomicFolder(folder.resolve("v"));
        volume.write(Map.of("a", file("1"), "deep/er/b", file("2")));
        var link = folder.resolve("v/a");
        assertThat(link).hasContent("1");
        assertThat(folder.resolve("v/deep/er/b")).hasContent("2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(link)))
                .isEqualTo("rw-r-----");
        volume.write(Map.of("a", file("3")));
        assertThat(link).hasContent("3");
        try (var left = Files.list(folder.resolve("v"))) {
            assertThat(left.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("a", "..data", "..2");
        }
    }

    @Test
    void aPathThatLeavesItsVolumeIsRefused() {
        var volume = new AtomicFolder(folder.resolve("v"));
        assertThatThrownBy(() -> volume.write(Map.of("a/../../b", file("1"))))
                .isInstanceOf(MountProblem.class)
                .hasMessageContaining("leaves its volume");
    }

    @Test
    void aTokenIsRenewedAtFourFifthsOfItsLifeAndKeptWhileThatFails() {
        var asked = new AtomicInteger();
        var projection = new ServiceAccountTokenProjection("skerry", 600L, "token");
        TokenSource source =
                (pod, wanted) -> {
                    int number = asked.incrementAndGet();
                    if (number == 2) throw new IllegalStateException("away");
                    return new TokenSource.Token("t" + number, NOW.plus(Duration.ofMinutes(10)));
                };
        var token = new TokenFile();
        assertThat(token.value(POD, projection, source, NOW)).isEqualTo("t1");
        assertThat(token.value(POD, projection, source, NOW.plusSeconds(479))).isEqualTo("t1");
        assertThat(token.value(POD, projection, source, NOW.plusSeconds(480))).isEqualTo("t1");
        assertThat(token.value(POD, projection, source, NOW.plusSeconds(481))).isEqualTo("t3");
    }
}
