package dev.skerry.trainer.ingest;

import static dev.skerry.trainer.ingest.fetch.GitFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skerry.trainer.ingest.IngestResult.FileNote;
import dev.skerry.trainer.ingest.embed.Node2VecSettings;
import dev.skerry.trainer.ingest.fetch.AddressRules;
import dev.skerry.trainer.ingest.fetch.FetchException;
import dev.skerry.trainer.ingest.fetch.FetchException.Fault;
import dev.skerry.trainer.ingest.fetch.FetchLimits;
import dev.skerry.trainer.ingest.fetch.FetchRequest;
import dev.skerry.trainer.ingest.fetch.GitFixture;
import dev.skerry.trainer.ingest.fetch.RepositoryFetcher;
import dev.skerry.trainer.ingest.fetch.Snapshot.Skipped;
import dev.skerry.trainer.ingest.parse.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What repositories may hold, fetched and read as a job does: one vector a file, or one reason. */
@Timeout(60)
class HostileRepositoryTest {

    private static final Node2VecSettings QUICK =
            Node2VecSettings.builder().dimensions(8).epochs(1).walksPerNode(1).build();

    @TempDir private Path folder;
    private GitFixture git;

    @BeforeEach
    void makeRepository() throws IOException {
        git = new GitFixture(folder.resolve("origin.git"));
    }

    @AfterEach
    void close() throws IOException {
        git.close();
        if (Files.exists(folder.resolve("work"))) {
            assertThat(folder.resolve("work")).isEmptyDirectory();
        }
    }

    @Test
    void aFileOf50MegabytesIsANodeThatIsNotRead() throws Exception {
        commit(Map.of("large.py", new byte[50 << 20], "a.py", text("import large")));
        var result = ingest();
        assertThat(result.files()).extracting(SourceFile::path).containsExactly("a.py", "large.py");
        assertThat(result.notes())
                .containsExactly(
                        new FileNote(
                                "large.py", "not read: 52428800 bytes, over the limit of 1048576"));
        assertThat(result.imports().edges()).hasSize(1);
    }

    @Test
    void bytesThatAreNoTextAndErrorsAreNotedAndTheRestIsRead() throws Exception {
        commit(
                Map.of(
                        "bom.py", text("\uFEFFimport a\r\n"),
                        "crlf.py", text("import a\r\nimport os\r\n"),
                        "latin.py", "# \u00e9\nimport a\n".getBytes(StandardCharsets.ISO_8859_1),
                        "zero.py", text("x = '\0'\nimport a\n"),
                        "broken.py", text("import a\ndef (:\n ))\n"),
                        "wide.py", "import a".getBytes(StandardCharsets.UTF_16),
                        "empty.py", text(""),
                        "a.py", text("")));
        var result = ingest();
        assertThat(result.files()).hasSize(8);
        assertThat(result.imports().edges())
                .extracting(edge -> result.files().get(edge.source()).path())
                .containsExactly("bom.py", "broken.py", "crlf.py", "latin.py", "zero.py");
        assertThat(result.notes())
                .containsExactly(
                        new FileNote("broken.py", "syntax errors: some imports may be missed"),
                        new FileNote("wide.py", "not read: it is UTF-16; save it as UTF-8"));
    }

    @Test
    void linksInCirclesSubmodulesAndPointersAreCountedAndNotFollowed() throws Exception {
        git.commit(
                "refs/heads/master",
                Map.of(
                        "a.py", text("import b"),
                        "b.py", text("../b.py"),
                        "loop", text("loop"),
                        "up", text(".."),
                        "sub", text(""),
                        "c.py",
                                text(
                                        "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 9\n"
                                                .formatted("0".repeat(64))),
                        ".gitattributes", text("*.py filter=lfs diff=lfs\n* text eol=crlf\n"),
                        ".gitmodules",
                                text(
                                        "[submodule \"sub\"]\n"
                                                + "path=sub\n"
                                                + "url=ext::sh -c touch% /tmp/x\n")),
                Map.of(
                        "b.py",
                        FileMode.SYMLINK,
                        "loop",
                        FileMode.SYMLINK,
                        "up",
                        FileMode.SYMLINK,
                        "sub",
                        FileMode.GITLINK));
        var result = ingest();
        assertThat(result.files()).extracting(SourceFile::path).containsExactly("a.py");
        assertThat(result.skipped()).isEqualTo(new Skipped(3, 1, 1));
    }

    @Test
    void anyNameIsAName() throws Exception {
        var long1 = "d".repeat(200);
        var names =
                List.of(
                        "a b.py",
                        "\"q'.py",
                        "new\nline.py",
                        "tab\t.py",
                        "back\\slash.py",
                        "\u00fc/\u6f22.py",
                        "case.py",
                        "CASE.py",
                        "Case.py",
                        "-rf.py",
                        "$(x).py",
                        "x/".repeat(400) + "deep.py",
                        (long1 + "/").repeat(40) + "long.py");
        var files = new HashMap<String, byte[]>();
        names.forEach(name -> files.put(name, text("import os\n")));
        commit(files);
        var result = ingest();
        assertThat(result.files())
                .extracting(SourceFile::path)
                .containsExactlyInAnyOrderElementsOf(names);
        var out = Files.createDirectory(folder.resolve("out"));
        new ResultFiles(result).write(out, Map.of());
        assertThat(Files.readAllLines(out.resolve("files.tsv")))
                .hasSize(names.size() + 1)
                .anyMatch(line -> line.contains("new\\nline.py"))
                .anyMatch(line -> line.contains("back\\\\slash.py"));
    }

    @Test
    void aMegabyteOfBracketsEndsInTimeAndIsNoted() throws Exception {
        var brackets = "(".repeat((1 << 20) - 10);
        commit(
                Map.of(
                        "a.py", text("import b\nx = " + brackets.substring(100)),
                        "A.java", text("class A { int x = " + brackets.substring(100)),
                        "a.ts", text("import './b';\nx = " + brackets.substring(100)),
                        "b.py", text("")));
        long start = System.nanoTime();
        var result = ingest();
        assertThat(result.files()).hasSize(4);
        assertThat(result.notes()).isNotEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void aThousandNamesForOneContentAreAThousandNodes() throws Exception {
        var files = new HashMap<String, byte[]>();
        for (int i = 0; i < 1000; i++) {
            files.put("copies/c%d.py".formatted(i), text("from copies import c0\n"));
        }
        commit(files);
        var result = ingest();
        assertThat(result.files()).hasSize(1000);
        assertThat(result.vectors().orElseThrow().rows()).isEqualTo(1000);
    }

    @Test
    void treesThatMultiplyAreCutOff() throws Exception {
        assertThat(
                        failure(
                                "",
                                new FetchLimits(1 << 30, 500, Duration.ofSeconds(20)),
                                thousandFiles(),
                                Fault.DATA))
                .isEqualTo(
                        "the repository has over 500 files; choose a subdirectory or raise the"
                                + " limit");
    }

    private Map<String, byte[]> thousandFiles() {
        var files = new HashMap<String, byte[]>();
        for (int i = 0; i < 1000; i++) {
            files.put("f%d.txt".formatted(i), text(""));
        }
        return files;
    }

    @Test
    void aRepositoryWithoutSourcesSaysHowManyFilesItSaw() throws Exception {
        assertThat(
                        failure(
                                "",
                                FetchLimits.DEFAULT,
                                Map.of("README", text("x"), "a.rs", text("")),
                                Fault.DATA))
                .isEqualTo(
                        "spec.languages: there is no source file of python, javascript, typescript,"
                                + " java among the 2 files of the repository; choose others");
    }

    @Test
    void revisionsAreBranchesTagsAndWholeHashes() throws Exception {
        var branch = git.commit("refs/heads/same", Map.of("b.py", text("")));
        var tag = git.commit("refs/tags/same", Map.of("t.py", text("")));
        var slashed = git.commit("refs/heads/feature/a/b", Map.of("s.py", text("")));
        var annotated = git.annotate("v1.0", ObjectId.fromString(slashed));
        assertThat(commitOf("same")).isEqualTo(branch);
        assertThat(commitOf("refs/tags/same")).isEqualTo(tag);
        assertThat(commitOf("feature/a/b")).isEqualTo(slashed);
        assertThat(commitOf("v1.0")).isEqualTo(slashed);
        assertThat(commitOf(slashed)).isEqualTo(slashed);
        assertThat(commitOf(annotated)).isEqualTo(slashed);
        for (var bad :
                Map.of(
                                "gone",
                                "repository.revision: \"gone\" is neither a branch nor a tag of"
                                        + " this repository",
                                slashed.substring(0, 7),
                                "repository.revision: \"%s\" is no branch or tag; if it is a short hash, give all 40 digits"
                                        .formatted(slashed.substring(0, 7)),
                                "a..b",
                                "repository.revision: \"a..b\" is no name of a branch or tag and no"
                                        + " full hash",
                                "--upload-pack=x",
                                "repository.revision: \"--upload-pack=x\" is neither a branch nor a"
                                        + " tag of this repository",
                                "HEAD~1",
                                "repository.revision: \"HEAD~1\" is no name of a branch or tag and"
                                        + " no full hash")
                        .entrySet()) {
            assertThat(failure(bad.getKey(), FetchLimits.DEFAULT, Map.of(), Fault.CONFIG))
                    .isEqualTo(bad.getValue());
        }
    }

    private String commitOf(String revision) throws FetchException {
        return pipeline(revision, FetchLimits.DEFAULT).run().commit();
    }

    private void commit(Map<String, byte[]> files) throws IOException {
        git.commit("refs/heads/master", files);
    }

    /** By a URL, as a job does; one finite vector for each file. */
    private IngestResult ingest() throws FetchException {
        var result = pipeline("", FetchLimits.DEFAULT).run();
        var vectors = result.vectors().orElseThrow();
        assertThat(vectors.rows()).isEqualTo(result.files().size());
        return result;
    }

    private String failure(
            String revision, FetchLimits limits, Map<String, byte[]> files, Fault fault)
            throws IOException {
        if (!files.isEmpty()) {
            commit(files);
        }
        var failure =
                catchThrowableOfType(FetchException.class, () -> pipeline(revision, limits).run());
        assertThat(failure).isNotNull();
        assertThat(failure.fault()).isEqualTo(fault);
        return failure.getMessage();
    }

    private IngestPipeline pipeline(String revision, FetchLimits limits) {
        var fetcher =
                new RepositoryFetcher(
                        true, new AddressRules(false), limits, folder.resolve("work"));
        var url = FetchRequest.of("file://" + folder.resolve("origin.git"));
        var request =
                new FetchRequest(url.source(), false, revision, url.credentials(), url.selection());
        return new IngestPipeline(
                fetcher, new IngestSettings(request, 2, Optional.of(QUICK)), IngestListener.NONE);
    }
}
