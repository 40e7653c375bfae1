package dev.skerry.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlacesTest {
    @TempDir Path folder;

    @Test
    void withoutAnySettingTheFoldersOfTheXdgStandardAreUsed() {
        var places =
                Places.of(
                        folder,
                        Map.of("HOME", "/home/ann", "XDG_CACHE_HOME", "relative/is/ignored"));
        assertThat(places.cache()).isEqualTo(Path.of("/home/ann/.cache/skerry"));
        assertThat(places.state().getParent()).isEqualTo(Path.of("/home/ann/.local/state/skerry"));
        assertThat(places.state().getFileName().toString()).matches("[A-Za-z0-9._-]+-[0-9a-f]{8}");
    }

    @Test
    void theXdgVariablesMoveThem() {
        var places =
                Places.of(
                        folder,
                        Map.of("XDG_CACHE_HOME", "/c", "XDG_STATE_HOME", "/s", "HOME", "/h"));
        assertThat(places.cache()).isEqualTo(Path.of("/c/skerry"));
        assertThat(places.state().getParent()).isEqualTo(Path.of("/s/skerry"));
    }

    @Test
    void skerryHomeOverridesBoth() {
        var places =
                Places.of(
                        folder,
                        Map.of(
                                "SKERRY_HOME",
                                "/k",
                                "XDG_CACHE_HOME",
                                "/c",
                                "XDG_STATE_HOME",
                                "/s"));
        assertThat(places.cache()).isEqualTo(Path.of("/k/cache"));
        assertThat(places.state().getParent()).isEqualTo(Path.of("/k/state"));
    }

    @Test
    void twoCheckoutsOfTheSameNameDoNotShareTheirState() throws Exception {
        var one = Files.createDirectories(folder.resolve("a/skerry"));
        var two = Files.createDirectories(folder.resolve("b/skerry"));
        var link = Files.createSymbolicLink(folder.resolve("link"), one);
        var env = Map.of("HOME", "/h");
        assertThat(Places.of(one, env).state()).isNotEqualTo(Places.of(two, env).state());
        assertThat(Places.of(link, env).state()).isEqualTo(Places.of(one, env).state());
        assertThat(Places.of(one, env).state().getFileName().toString()).startsWith("skerry-");
    }
}
