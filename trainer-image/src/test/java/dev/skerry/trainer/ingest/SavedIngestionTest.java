package dev.skerry.trainer.ingest;

import static dev.skerry.trainer.ingest.fetch.GitFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.trainer.ingest.embed.Node2VecSettings;
import dev.skerry.trainer.ingest.embed.TrainingState;
import dev.skerry.trainer.ingest.fetch.AddressRules;
import dev.skerry.trainer.ingest.fetch.FetchLimits;
import dev.skerry.trainer.ingest.fetch.FetchRequest;
import dev.skerry.trainer.ingest.fetch.GitFixture;
import dev.skerry.trainer.ingest.fetch.RepositoryFetcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedIngestionTest {

    private static final int EPOCHS = 5;
    private static final Node2VecSettings SETTINGS =
            Node2VecSettings.builder()
                    .dimensions(8)
                    .epochs(EPOCHS)
                    .walksPerNode(2)
                    .deterministic(true)
                    .build();

    @TempDir private Path folder;
    private Path git;
    private Path saved;

    @BeforeEach
    void makeRepository() throws IOException {
        git = folder.resolve("origin.git");
        saved = Files.createDirectory(folder.resolve("saved"));
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            files.put(
                    "p/m%02d.py".formatted(i),
                    text("import os\nfrom . import m%02d\n".formatted((i + 1) % 30)));
        }
        files.put("p/__init__.py", text(""));
        files.put("odd\tname\\ \"x\"\n.py", text("from p import m01\n"));
        files.put("broken.py", text("import p.gone\ndef (:\n"));
        files.put("web/a.ts", text("import {b} from './b';\nimport(x);\nimport './none';\n"));
        files.put("web/b.ts", text("export * from './a';"));
        try (var fixture = new GitFixture(git)) {
            fixture.commit("refs/heads/master", files);
        }
    }

    @Test
    void whateverEpochItIsSavedAtTheResultIsThatOfAnUninterruptedRun() throws Exception {
        var whole = pipeline(keeping(0)).run();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            pipeline(keeping(epoch)).run();
            var read = SavedIngestion.read(saved, SETTINGS);
            assertThat(read.graph().losses()).isEqualTo(whole.losses().subList(0, epoch));
            var heard = new ArrayList<IngestProgress>();
            var resumed = pipeline(heard::add, IngestCheckpoints.NONE).resume(read);

            assertThat(resumed.files()).isEqualTo(whole.files());
            assertThat(resumed.imports()).isEqualTo(whole.imports());
            assertThat(resumed.notes()).isEqualTo(whole.notes());
            assertThat(resumed.skipped()).isEqualTo(whole.skipped());
            assertThat(resumed.commit()).isEqualTo(whole.commit());
            assertThat(resumed.losses()).isEqualTo(whole.losses());
            assertThat(resumed.seconds()).containsOnlyKeys(whole.seconds().keySet());
            assertThat(vectors(resumed)).isEqualTo(vectors(whole));
            assertThat(heard).extracting(IngestProgress::stage).containsOnly(Stage.EMBED);
            assertThat(heard.getLast().counters().filesTotal()).isEqualTo(whole.files().size());
            assertThat(heard)
                    .anySatisfy(it -> assertThat(it.metrics()).containsEntry("epoch", "5"));
        }
    }

    @Test
    void filesThatReferToNothingAreResumedOnTheirLoops() throws Exception {
        git = folder.resolve("alone.git");
        try (var fixture = new GitFixture(git)) {
            fixture.commit("refs/heads/master", Map.of("a.py", text(""), "b.py", text("")));
        }
        var whole = pipeline(keeping(2)).run();
        var resumed =
                pipeline(IngestListener.NONE, IngestCheckpoints.NONE)
                        .resume(SavedIngestion.read(saved, SETTINGS));
        assertThat(resumed.selfLoops()).isTrue();
        assertThat(resumed.isolated()).isEqualTo(2);
        assertThat(vectors(resumed)).isEqualTo(vectors(whole));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "files.tsv | id\\tpath | files.tsv:1: has not the columns id, path, language,"
                        + " bytes, isolated",
                "files.tsv | '' | files.tsv:1: is empty",
                "edges.tsv | source\\ttarget\\tkind\\tline\\tspecifier\\n"
                        + "x\\ty\\tstatic\\t1\\tz | edges.tsv:2: \"x\" is not known",
                "edges.tsv | source\\ttarget\\tkind\\tline\\tspecifier\\n"
                        + "x\\ty | edges.tsv:2: has not the columns",
                "external.tsv | source\\tline\\tspecifier\\tpackage\\n"
                        + "broken.py\\tone\\ta\\tb | external.tsv:2: For input",
                "unresolved.tsv | source\\tline\\tspecifier\\treason\\n"
                        + "broken.py\\t1\\ta\\b\\tmissing | unresolved.tsv:2: a lone backslash",
                "graph.json | {} | is not complete",
                "graph.json | [] | ",
                "training.json | {\"epochs\":2,\"losses\":[\"1\"]} | not one loss for each epoch",
                "in.f32 | abc | in.f32: has 3 bytes",
            })
    void whatIsDamagedIsNamed(String file, String content, String reason) throws Exception {
        pipeline(keeping(2)).run();
        Files.writeString(saved.resolve(file), content.replace("\\t", "\t").replace("\\n", "\n"));
        assertThatThrownBy(() -> SavedIngestion.read(saved, SETTINGS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason == null ? "" : reason);
    }

    @Test
    void aFileThatIsGoneIsNamed() throws Exception {
        pipeline(keeping(2)).run();
        for (var file : SavedIngestion.files(saved)) {
            var content = Files.readAllBytes(saved.resolve(file));
            Files.delete(saved.resolve(file));
            assertThatThrownBy(() -> SavedIngestion.read(saved, SETTINGS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file);
            Files.write(saved.resolve(file), content);
        }
        assertThat(SavedIngestion.read(saved, SETTINGS).state().epochs()).isEqualTo(2);
    }

    private IngestCheckpoints keeping(int epoch) {
        return new IngestCheckpoints() {
            @Override
            public void graph(IngestResult graph) {
                writing(() -> SavedIngestion.writeGraph(graph, saved));
            }

            @Override
            public void epoch(TrainingState state, List<Double> losses) {
                if (state.epochs() == epoch) {
                    writing(() -> SavedIngestion.writeTraining(state, losses, saved));
                }
            }
        };
    }

    private interface Write {
        void run() throws IOException;
    }

    private static void writing(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] vectors(IngestResult result) throws IOException {
        var file = folder.resolve("vectors.f32");
        Files.deleteIfExists(file);
        new ResultFiles(result).vectors(file);
        return Files.readAllBytes(file);
    }

    private IngestPipeline pipeline(IngestCheckpoints checkpoints) {
        return pipeline(IngestListener.NONE, checkpoints);
    }

    private IngestPipeline pipeline(IngestListener listener, IngestCheckpoints checkpoints) {
        var fetcher =
                new RepositoryFetcher(
                        true, new AddressRules(false), FetchLimits.DEFAULT, folder.resolve("work"));
        return new IngestPipeline(
                fetcher,
                new IngestSettings(FetchRequest.of(git.toString()), 2, Optional.of(SETTINGS)),
                listener,
                checkpoints);
    }
}
