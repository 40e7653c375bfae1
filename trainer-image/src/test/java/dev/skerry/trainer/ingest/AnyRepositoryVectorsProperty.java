package dev.skerry.trainer.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.trainer.ingest.embed.Mode;
import dev.skerry.trainer.ingest.embed.Node2VecSettings;
import dev.skerry.trainer.ingest.fetch.AddressRules;
import dev.skerry.trainer.ingest.fetch.FetchLimits;
import dev.skerry.trainer.ingest.fetch.FetchRequest;
import dev.skerry.trainer.ingest.fetch.GitFixture;
import dev.skerry.trainer.ingest.fetch.RepositoryFetcher;
import dev.skerry.trainer.ingest.parse.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** The whole pipeline over any repository, fetched by its URL. */
class AnyRepositoryVectorsProperty {

    private Path folder;

    @BeforeTry
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("any-repository");
    }

    @AfterTry
    void removeFolder() throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(
                            file -> {
                                try {
                                    Files.delete(file);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }

    @Property(tries = 60)
    void hasOneFiniteVectorOfTheRightLengthForEachFile(
            @ForAll("repositories") Map<String, byte[]> files,
            @ForAll @IntRange(min = 1, max = 33) int dimensions,
            @ForAll Mode mode)
            throws Exception {
        try (var git = new GitFixture(folder.resolve("a.git"))) {
            git.commit("refs/heads/master", files);
        }
        var settings =
                Node2VecSettings.builder()
                        .dimensions(dimensions)
                        .mode(mode)
                        .epochs(1)
                        .walksPerNode(1)
                        .walkLength(5)
                        .contextSize(2)
                        .threads(1)
                        .build();
        var work = folder.resolve("work");
        var fetcher =
                new RepositoryFetcher(true, new AddressRules(false), FetchLimits.DEFAULT, work);
        var result =
                new IngestPipeline(
                                fetcher,
                                new IngestSettings(
                                        FetchRequest.of("file://" + folder.resolve("a.git")),
                                        1,
                                        Optional.of(settings)),
                                IngestListener.NONE)
                        .run();

        assertThat(result.files())
                .extracting(file -> file.path())
                .containsExactlyInAnyOrderElementsOf(
                        files.keySet().stream()
                                .filter(path -> Language.ofPath(path).isPresent())
                                .toList());
        var vectors = result.vectors().orElseThrow();
        assertThat(vectors.rows()).isEqualTo(result.files().size());
        assertThat(vectors.dimensions()).isEqualTo(dimensions);
        var row = new float[dimensions];
        for (int i = 0; i < vectors.rows(); i++) {
            vectors.row(i, row);
            for (float number : row) {
                assertThat(Float.isFinite(number)).isTrue();
            }
        }
        assertThat(work).isEmptyDirectory();
    }

    @Provide
    Arbitrary<Map<String, byte[]>> repositories() {
        Arbitrary<String> folders = Arbitraries.of("", "p/", "p q/", "src/main/java/", "\u00fc/");
        Arbitrary<String> names =
                Arbitraries.of("a", "A", "b", "__init__", "index", "x\ty", "\u6f22");
        Arbitrary<String> extensions = Arbitraries.of(".py", ".ts", ".js", ".java", ".md");
        var paths =
                Combinators.combine(folders, names, extensions)
                        .as((folder, name, extension) -> folder + name + extension);
        Arbitrary<byte[]> sources =
                Arbitraries.of(
                                "import a\n",
                                "from . import b\n",
                                "import {x} from './a';\n",
                                "import './none';\n",
                                "package p;\nimport p.A;\nclass B {}\n",
                                "((((",
                                "")
                        .map(source -> source.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        return Combinators.combine(paths, Arbitraries.oneOf(sources, noise))
                .as(Map::entry)
                .list()
                .ofMinSize(1)
                .ofMaxSize(15)
                .map(AnyRepositoryVectorsProperty::repository);
    }

    private static Map<String, byte[]> repository(List<Map.Entry<String, byte[]>> files) {
        var repository = new HashMap<String, byte[]>();
        repository.put("always.py", new byte[0]);
        files.forEach(file -> repository.put(file.getKey(), file.getValue()));
        return repository;
    }
}
