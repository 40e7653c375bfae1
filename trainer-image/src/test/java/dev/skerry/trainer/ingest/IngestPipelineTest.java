package dev.skerry.trainer.ingest;

import static dev.skerry.trainer.ingest.fetch.GitFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.trainer.ingest.embed.Node2VecSettings;
import dev.skerry.trainer.ingest.fetch.AddressRules;
import dev.skerry.trainer.ingest.fetch.FetchException;
import dev.skerry.trainer.ingest.fetch.FetchLimits;
import dev.skerry.trainer.ingest.fetch.FetchRequest;
import dev.skerry.trainer.ingest.fetch.GitFixture;
import dev.skerry.trainer.ingest.fetch.RepositoryFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class IngestPipelineTest {

    private static final Node2VecSettings SMALL =
            Node2VecSettings.builder()
                    .dimensions(8)
                    .epochs(2)
                    .walksPerNode(2)
                    .deterministic(true)
                    .build();

    @TempDir private Path folder;
    private Path git;

    @BeforeEach
    void makeRepository() throws IOException {
        git = folder.resolve("origin.git");
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            files.put(
                    "p/m%02d.py".formatted(i),
                    text("import os\nfrom . import m%02d\n".formatted((i + 1) % 60)));
        }
        files.put("p/__init__.py", text(""));
        files.put("alone.py", text("import gone_somewhere\n"));
        files.put("src/com/acme/x/A.java", text("package com.acme.x; class A { B b; }"));
        files.put("src/com/acme/x/B.java", text("package com.acme.x; class B { }"));
        files.put("web/a.ts", text("import {b} from './b';"));
        files.put("web/b.ts", text("export const b = 1;"));
        try (var fixture = new GitFixture(git)) {
            fixture.commit("refs/heads/master", files);
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameResult() throws Exception {
        var one = run(1, Optional.empty(), IngestListener.NONE);
        var many = run(7, Optional.empty(), IngestListener.NONE);
        assertThat(many.imports()).isEqualTo(one.imports());
        assertThat(many.files()).isEqualTo(one.files());
        assertThat(one.files()).hasSize(66);
        assertThat(one.imports().distinctPairs()).isEqualTo(62);
    }

    @Test
    void everyFileGetsAVectorAndIsolationIsKnown() throws Exception {
        var result = run(2, Optional.of(SMALL), IngestListener.NONE);
        assertThat(result.vectors().orElseThrow().rows()).isEqualTo(66);
        assertThat(result.losses()).hasSize(2);
        assertThat(result.isolated()).isEqualTo(2);
        assertThat(result.selfLoops()).isFalse();
        assertThat(result.seconds())
                .containsOnlyKeys(
                        Stage.FETCH, Stage.PARSE, Stage.RESOLVE, Stage.GRAPH, Stage.EMBED);
    }

    @Test
    void progressNeverFallsAndEndsWithAllCounters() throws Exception {
        var heard = new ArrayList<IngestProgress>();
        run(2, Optional.of(SMALL), heard::add);
        assertThat(heard.stream().map(it -> it.stage().percent(it.fraction())).toList())
                .isSortedAccordingTo(Integer::compare);
        assertThat(heard.getLast().counters())
                .isEqualTo(new IngestProgress.Counters(66, 66, 62, 61, 0));
        assertThat(heard.stream().map(IngestProgress::stage).distinct())
                .containsExactly(Stage.FETCH, Stage.PARSE, Stage.RESOLVE, Stage.GRAPH, Stage.EMBED);
    }

    @Test
    void aStopIsObeyed() {
        var stopping =
                new IngestListener() {
                    @Override
                    public void progress(IngestProgress progress) {}

                    @Override
                    public boolean stopRequested() {
                        return true;
                    }
                };
        assertThatThrownBy(() -> run(2, Optional.of(SMALL), stopping))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void aRepositoryWithoutSourcesSaysSo() throws Exception {
        var empty = folder.resolve("empty.git");
        try (var fixture = new GitFixture(empty)) {
            fixture.commit("refs/heads/master", Map.of("README", text("hello")));
        }
        assertThatThrownBy(() -> pipeline(empty, 1, Optional.empty(), IngestListener.NONE).run())
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("no source file")
                .hasMessageContaining("among the 1 files");
    }

    @Test
    void filesThatReferToNothingGetSelfLoops() throws Exception {
        var loops = folder.resolve("loops.git");
        try (var fixture = new GitFixture(loops)) {
            fixture.commit(
                    "refs/heads/master", Map.of("a.py", text(""), "b.py", text("import os")));
        }
        var result = pipeline(loops, 1, Optional.of(SMALL), IngestListener.NONE).run();
        assertThat(result.selfLoops()).isTrue();
        assertThat(result.isolated()).isEqualTo(2);
        assertThat(result.vectors().orElseThrow().rows()).isEqualTo(2);
    }

    @Test
    void theCommandWritesAllFiles() throws Exception {
        var out = folder.resolve("out");
        assertThat(
                        command(
                                git.toString(),
                                "--out",
                                out.toString(),
                                "--epochs",
                                "1",
                                "--dimensions",
                                "8"))
                .isZero();
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "files.tsv",
                            "edges.tsv",
                            "external.tsv",
                            "unresolved.tsv",
                            "vectors.f32",
                            "report.json");
        }
        assertThat(Files.size(out.resolve("vectors.f32"))).isEqualTo(66 * 8 * 4);
        assertThat(Files.readAllLines(out.resolve("files.tsv")))
                .hasSize(67)
                .startsWith("id\tpath\tlanguage\tbytes\tisolated", "0\talone.py\tpython\t22\ttrue");
        assertThat(Files.readAllLines(out.resolve("edges.tsv")))
                .startsWith(
                        "source\ttarget\tkind\tline\tspecifier",
                        "p/m00.py\tp/m01.py\tstatic\t2\t.m01");
        assertThat(Files.readAllLines(out.resolve("external.tsv")))
                .startsWith(
                        "source\tline\tspecifier\tpackage",
                        "alone.py\t1\tgone_somewhere\tgone_somewhere");
        assertThat(Files.readString(out.resolve("report.json")))
                .contains("\"edges\" : 62", "\"walkLength\" : 20");
        try (var siblings = Files.list(folder)) {
            assertThat(siblings.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("origin.git", "out");
        }
    }

    @Test
    void aFolderThatHoldsSomethingIsLeftAloneWithoutForce() throws Exception {
        var out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("precious.txt"), "mine");
        assertThat(command(git.toString(), "--out", out.toString(), "--graph-only", "-q"))
                .isEqualTo(2);
        assertThat(
                        command(
                                git.toString(),
                                "--out",
                                out.toString(),
                                "--graph-only",
                                "-q",
                                "--force"))
                .isZero();
        assertThat(out.resolve("precious.txt")).hasContent("mine");
        assertThat(out.resolve("edges.tsv")).exists();
    }

    @Test
    void wrongUsageAndFailureHaveDifferentExitCodes() {
        var out = folder.resolve("out").toString();
        assertThat(command("--out", out)).isEqualTo(2);
        assertThat(command(git.toString(), "--out", out, "--walk-length", "1")).isEqualTo(2);
        assertThat(command(git.toString(), "--out", out, "--subdirectory", "../..")).isEqualTo(2);
        assertThat(command(git.toString(), "--out", out, "--include", "[a")).isEqualTo(2);
        assertThat(command(git.toString(), "--out", out, "--subdirectory", "none")).isEqualTo(1);
        assertThat(command(folder.resolve("none").toString(), "--out", out)).isEqualTo(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void fieldsAreEscaped() {
        assertThat(Tsv.escape("a\tb\nc\rd\\e\"f")).isEqualTo("a\\tb\\nc\\rd\\\\e\"f");
        assertThat(Tsv.escape("plain \u00fc")).isEqualTo("plain \u00fc");
    }

    private static int command(String... arguments) {
        return new CommandLine(new IngestCommand()).execute(arguments);
    }

    private IngestResult run(
            int threads, Optional<Node2VecSettings> embedding, IngestListener listener)
            throws FetchException {
        return pipeline(git, threads, embedding, listener).run();
    }

    private IngestPipeline pipeline(
            Path repository,
            int threads,
            Optional<Node2VecSettings> embedding,
            IngestListener listener) {
        var fetcher =
                new RepositoryFetcher(
                        true, new AddressRules(false), FetchLimits.DEFAULT, folder.resolve("work"));
        return new IngestPipeline(
                fetcher,
                new IngestSettings(FetchRequest.of(repository.toString()), threads, embedding),
                listener);
    }
}
