package dev.skerry.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads when a program cannot be made for want of space. */
final class BinaryDiskTest {
    private static final URI NOBODY = URI.create("http://127.0.0.1:1/");

    @TempDir Path folder;

    @Test
    void aFullDiskUnderABuildIsNamedAndNothingElseAdvised() throws IOException {
        var refused =
                requireWithGo(
                        folder.resolve("cache"),
                        "echo 'go: downloading x'; echo 'write /x/b.a: no space left on device'; exit 1");
        assertThat(refused)
                .isInstanceOf(BinaryUnavailableException.class)
                .hasMessageContaining("a disk is full: write /x/b.a: no space left on device.")
                .hasMessageContaining("Free some space there")
                .hasMessageNotContaining("internet")
                .hasMessageNotContaining("install Go");
    }

    @Test
    void aFullDiskUnderTheCacheIsNamedAndNothingElseAdvised() throws Exception {
        try (var disk = TestDisk.mount(folder.resolve("disk"), 1)) {
            Files.createDirectories(disk.folder().resolve("work"));
            disk.fill();
            assertThat(requireWithGo(disk.folder(), "cat /dev/zero > bin/minio"))
                    .isInstanceOf(BinaryUnavailableException.class)
                    .hasMessageContaining("No space left on device")
                    .hasMessageNotContaining("internet");
        } catch (IOException e) {
            Assumptions.abort("needs a disk of its own, which is refused: " + e.getMessage());
        }
    }

    private Throwable requireWithGo(Path cache, String work) throws IOException {
        var go = Files.createDirectories(folder.resolve("path")).resolve("go");
        Files.writeString(
                go, "#!/bin/sh\nif [ \"$1\" = env ]; then echo go1.25.1; exit; fi\n" + work + "\n");
        Files.setPosixFilePermissions(go, PosixFilePermissions.fromString("rwx------"));
        var store =
                new BinaryStore(
                        cache,
                        event -> {},
                        new Platform("linux", "amd64"),
                        PinnedDigests.read(""),
                        uri -> NOBODY,
                        Map.of("PATH", go.getParent() + ":/usr/bin:/bin"));
        return catchThrowable(() -> store.require(Binary.MINIO));
    }
}
