package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.GitFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.parse.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryFetcherTest {

    @TempDir private Path folder;
    private Path git;
    private Path work;
    private GitFixture fixture;

    @BeforeEach
    void makeRepository() throws IOException {
        git = folder.resolve("origin.git");
        work = folder.resolve("work");
        fixture = new GitFixture(git);
    }

    @AfterEach
    void closeRepository() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsTheDefaultBranchOfAPathAndOfAUrl(boolean byUrl) throws Exception {
        var commit =
                fixture.commit(
                        "refs/heads/master", Map.of("a.py", text("import b"), "README", text("x")));
        try (var snapshot = fetch(source(byUrl), "")) {
            assertThat(snapshot.commit()).isEqualTo(commit);
            assertThat(snapshot.paths()).containsExactly("README", "a.py");
            assertThat(snapshot.sources())
                    .containsExactly(new SourceFile(0, "a.py", Language.PYTHON, 8));
            assertThat(snapshot.read("a.py", 100))
                    .hasValueSatisfying(it -> assertThat(it).asString().isEqualTo("import b"));
            assertThat(snapshot.read("a.py", 7)).isEmpty();
            assertThat(snapshot.read("gone", 7)).isEmpty();
        }
        assertThat(work)
                .satisfiesAnyOf(
                        it -> assertThat(it).doesNotExist(),
                        it -> assertThat(it).isEmptyDirectory());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsBranchesWithSlashesTagsAndFullHashes(boolean byUrl) throws Exception {
        var first = fixture.commit("refs/heads/master", Map.of("a.py", text("1")));
        var second = fixture.commit("refs/heads/feature/deep/er", Map.of("b.py", text("2")));
        var third = fixture.commit("refs/tags/v1", Map.of("c.py", text("3")));
        for (var revision : List.of("feature/deep/er", second, "refs/heads/feature/deep/er")) {
            try (var snapshot = fetch(source(byUrl), revision)) {
                assertThat(snapshot.commit()).isEqualTo(second);
            }
        }
        try (var tag = fetch(source(byUrl), "v1")) {
            assertThat(tag.commit()).isEqualTo(third);
        }
        assertThat(first).isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUnknownRevisionSaysWhatToWrite(boolean byUrl) throws Exception {
        var commit = fixture.commit("refs/heads/master", Map.of("a.py", text("1")));
        assertThatThrownBy(() -> fetch(source(byUrl), commit.substring(0, 8)))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("give all 40 digits");
        assertThatThrownBy(() -> fetch(source(byUrl), "nowhere"))
                .hasMessageContaining("neither a branch nor a tag");
        assertThatThrownBy(() -> fetch(source(byUrl), "--upload-pack=touch x"))
                .hasMessageContaining("no name of a branch");
        assertThatThrownBy(() -> fetch(source(byUrl), "1".repeat(40)))
                .isInstanceOfSatisfying(
                        FetchException.class,
                        e -> assertThat(e.fault()).isEqualTo(FetchException.Fault.CONFIG))
                .hasMessageContaining("is no commit of this repository");
        assertThat(work)
                .satisfiesAnyOf(
                        it -> assertThat(it).doesNotExist(),
                        it -> assertThat(it).isEmptyDirectory());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEmptyRepositoryIsNamedSo(boolean byUrl) {
        assertThatThrownBy(() -> fetch(source(byUrl), ""))
                .isInstanceOfSatisfying(
                        FetchException.class,
                        e -> assertThat(e.fault()).isEqualTo(FetchException.Fault.DATA))
                .hasMessageContaining("no commits");
    }

    @Test
    void aRepositoryThatDoesNotExistIsNamedSo() {
        assertThatThrownBy(() -> fetch("file://" + folder + "/none.git", ""))
                .hasMessageContaining("there is no repository");
        assertThatThrownBy(() -> fetch(folder + "/none", ""))
                .hasMessageContaining("there is no folder");
    }

    @Test
    void linksSubmodulesAndLargeFilePointersAreCountedNotRead() throws Exception {
        fixture.commit(
                "refs/heads/master",
                Map.of(
                        "a.py", text("import a"),
                        "link.py", text("../../etc/passwd"),
                        "loop.py", text("loop.py"),
                        "sub", text(""),
                        "lfs.py",
                                text(
                                        "version https://git-lfs.github.com/spec/v1\noid sha256:"
                                                + "0".repeat(64)
                                                + "\nsize 9\n")),
                Map.of(
                        "link.py",
                        FileMode.SYMLINK,
                        "loop.py",
                        FileMode.SYMLINK,
                        "sub",
                        FileMode.GITLINK));
        try (var snapshot = fetch(git.toString(), "")) {
            assertThat(snapshot.sources()).extracting(SourceFile::path).containsExactly("a.py");
            assertThat(snapshot.skipped()).isEqualTo(new Snapshot.Skipped(2, 1, 1));
        }
    }

    @Test
    void strangeNamesStayWhatTheyAre() throws Exception {
        var names =
                List.of(
                        "a b.py",
                        "\"q\".py",
                        "new\nline.py",
                        "\u00fc/\u6f22.py",
                        "A.py",
                        "a.py",
                        "\uFF21.py",
                        "\uD83D\uDE00.py");
        var files = new HashMap<String, byte[]>();
        names.forEach(name -> files.put(name, text("")));
        fixture.commit("refs/heads/master", files);
        try (var snapshot = fetch("file://" + git, "")) {
            assertThat(snapshot.sources())
                    .extracting(SourceFile::path)
                    .containsExactly(
                            "\"q\".py",
                            "A.py",
                            "a b.py",
                            "a.py",
                            "new\nline.py",
                            "\u00fc/\u6f22.py",
                            "\uFF21.py",
                            "\uD83D\uDE00.py");
        }
    }

    @Test
    void theSelectionDecidesWhatIsANode() throws Exception {
        fixture.commit(
                "refs/heads/master",
                Map.of(
                        "src/a.py", text(""),
                        "src/b.java", text(""),
                        "src/gen/c.py", text(""),
                        "src/gen/deep/d.py", text(""),
                        "docs/e.py", text("")));
        var selection =
                new Selection(
                        SelectionFields.SPEC,
                        "src",
                        List.of("**/*.py", "*.java"),
                        List.of("gen/", "/docs"),
                        EnumSet.of(Language.PYTHON),
                        10);
        var request =
                new FetchRequest(git.toString(), false, "", new Credentials.None(), selection);
        try (var snapshot = fetcher(FetchLimits.DEFAULT).fetch(request, FetchListener.NONE)) {
            assertThat(snapshot.sources()).extracting(SourceFile::path).containsExactly("src/a.py");
            assertThat(snapshot.paths()).hasSize(5);
        }
    }

    @Test
    void limitsOnFilesAndBytesHold() throws Exception {
        var noise = new byte[4 << 20];
        new Random(1).nextBytes(noise);
        fixture.commit(
                "refs/heads/master",
                Map.of("a.py", text(""), "b.py", text(""), "noise.bin", noise));
        assertThatThrownBy(
                        () ->
                                fetch(
                                        new FetchLimits(1L << 30, 2, Duration.ofMinutes(1)),
                                        git.toString()))
                .hasMessageContaining("over 2 files");
        assertThatThrownBy(
                        () ->
                                fetch(
                                        new FetchLimits(1000, 1000, Duration.ofMinutes(1)),
                                        "file://" + git))
                .hasMessageContaining("larger than 1000 bytes");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void aWorkingTreeIsReadWithoutWhatIsIgnored() throws Exception {
        var tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("build"));
        Files.writeString(tree.resolve("a.py"), "import b");
        Files.writeString(tree.resolve("build/b.py"), "");
        Files.writeString(tree.resolve(".gitignore"), "build/\n");
        Files.createSymbolicLink(tree.resolve("loop"), tree);
        var request =
                new FetchRequest(tree.toString(), true, "", new Credentials.None(), Selection.ALL);
        try (var snapshot = fetcher(FetchLimits.DEFAULT).fetch(request, FetchListener.NONE)) {
            assertThat(snapshot.sources()).extracting(SourceFile::path).containsExactly("a.py");
            assertThat(snapshot.skipped().symlinks()).isEqualTo(1);
            assertThat(snapshot.commit()).isEmpty();
            assertThat(snapshot.read("a.py", 100)).isPresent();
            assertThat(snapshot.read("../origin.git/config", 1000)).isEmpty();
        }
    }

    private String source(boolean byUrl) {
        return byUrl ? "file://" + git : git.toString();
    }

    private Snapshot fetch(String source, String revision) throws FetchException {
        var request =
                new FetchRequest(source, false, revision, new Credentials.None(), Selection.ALL);
        return fetcher(FetchLimits.DEFAULT).fetch(request, FetchListener.NONE);
    }

    private Snapshot fetch(FetchLimits limits, String source) throws FetchException {
        return fetcher(limits).fetch(FetchRequest.of(source), FetchListener.NONE);
    }

    private RepositoryFetcher fetcher(FetchLimits limits) {
        return new RepositoryFetcher(true, new AddressRules(false), limits, work);
    }
}
