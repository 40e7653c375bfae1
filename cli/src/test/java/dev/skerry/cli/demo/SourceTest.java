package dev.skerry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    @TempDir private Path temp;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/pallets/Flask.git",
                "ssh://git@example.org/x/___.git/",
                "https://example.org/1234",
                "https://example.org/a-name-that-is-far-too-long-for-the-name-of-a-resource-of-ours.git"
            })
    void everyNameIsOneThatTheApiServerTakes(String url) throws IOException {
        assertThat(Source.of(url).job()).matches("^[a-z]([-a-z0-9]{0,43}[a-z0-9])?$");
        assertThat(Source.of(url).url()).isEqualTo(url);
    }

    @Test
    void theNameIsReadableAndTheSameForTheSameSource() throws IOException {
        var first = Source.of("https://example.org/pallets/Flask.git");
        assertThat(first.job()).startsWith("flask-").isEqualTo(Source.of(first.url()).job());
        assertThat(Source.of("https://example.org/other/Flask.git").job())
                .isNotEqualTo(first.job());
    }

    @Test
    void aPathBecomesAFileUrlHoweverItIsWritten() throws IOException {
        Path repository = Files.createDirectories(temp.resolve("my repo/.git")).getParent();
        var source = Source.of(repository.resolve("../my repo").toString());
        assertThat(source.url())
                .isEqualTo(
                        "file://"
                                + repository
                                        .toRealPath()
                                        .toUri()
                                        .getRawPath()
                                        .replaceAll("/$", ""));
        assertThat(source.url()).endsWith("/my%20repo");
        assertThat(source.job()).matches("[a-z0-9-]+");
    }

    @Test
    void aBareRepositoryWillDo() throws IOException {
        Path bare = Files.createDirectories(temp.resolve("bare.git/objects")).getParent();
        Files.writeString(bare.resolve("HEAD"), "ref: refs/heads/main\n");
        assertThat(Source.of(bare.toString()).job()).startsWith("bare-");
    }

    @Test
    void whatIsNoRepositoryIsRefusedWithAWayOut() {
        assertThatThrownBy(() -> Source.of(temp.toString()))
                .hasMessageContaining("no Git repository");
        assertThatThrownBy(() -> Source.of(temp.resolve("missing").toString()))
                .hasMessageContaining("no such folder");
        assertThatThrownBy(() -> Source.of("http://a.b/c"))
                .hasMessage("http://a.b/c: use https://, ssh:// or file://");
        assertThatThrownBy(() -> Source.of("https://exa mple.org/x"))
                .hasMessageContaining("not a URL");
    }
}
