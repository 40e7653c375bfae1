package dev.skerry.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.artifacts.ArtifactStore;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example runs as it stands, but for the address of its repository: that is one made to hold
 * what the example asks for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {
    private static final Path FOLDER = Path.of("../examples");

    private final Skerry skerry = Skerry.running();
    private final Map<Path, Applied> applied = new HashMap<>();

    /** Where an example runs, and the commit that it is to read. */
    private record Applied(String namespace, IngestionJob job, String commit) {}

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @BeforeAll
    void applyAll() throws IOException {
        for (var example : examples()) {
            var text = Files.readString(example);
            var job = jobIn(text);
            var repository = Repository.empty();
            var commit = fill(repository, job.getSpec().repository());
            var url = job.getSpec().repository().url();
            var namespace = skerry.namespace("example");
            skerry.apply(namespace, text.replace(url, "file://" + repository.path));
            applied.put(example, new Applied(namespace, job, commit));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleRunsAsItStands(Path example) throws Exception {
        var here = applied.get(example);
        var name = here.job().getMetadata().getName();
        var status = skerry.untilEnded(here.namespace(), name);
        assertThat(status.phase()).as(status.toString()).isEqualTo("Succeeded");
        var result = status.result();
        assertThat(result.commit()).isEqualTo(here.commit());
        assertThat(result.files()).isPositive();
        assertThat(result.edges()).isPositive();
        assertThat(skerry.points(result.collection(), "run_id", result.runId()))
                .isEqualTo(result.files());
        var artifact = result.artifact();
        new ArtifactStore(skerry.storage(), "skerry")
                .verify(here.namespace(), artifact.name(), artifact.version());
    }

    private static IngestionJob jobIn(String example) {
        var jobs = new ArrayList<IngestionJob>();
        for (var document : example.split("(?m)^---$")) {
            if (document.contains("kind: IngestionJob")) {
                jobs.add(Serialization.unmarshal(document, IngestionJob.class));
            }
        }
        assertThat(jobs).as("IngestionJobs in\n" + example).hasSize(1);
        return jobs.getFirst();
    }

    /** Files of every language where the example looks for them; the commit it asks for. */
    private static String fill(Repository repository, IngestionJobSpec.Repository asked)
            throws IOException {
        var folder = asked.subdirectory() == null ? "" : asked.subdirectory() + "/";
        for (var place : List.of(folder, folder + "src/")) {
            repository.write(place + "app/__init__.py", "");
            repository.write(place + "app/a.py", "from . import b\n");
            repository.write(place + "app/b.py", "import os\n");
            repository.write(place + "web/a.ts", "import { b } from './b';\n");
            repository.write(place + "web/b.ts", "export const b = 1;\n");
            repository.write(place + "web/a.js", "import './b.js';\n");
            repository.write(place + "web/b.js", "");
            repository.write(place + "web/__tests__/a.spec.ts", "import '../a';\n");
            repository.write(
                    place + "java/org/example/A.java", "package org.example;\nclass A { B b; }\n");
            repository.write(
                    place + "java/org/example/B.java", "package org.example;\nclass B {}\n");
        }
        var commit = repository.commit("first");
        if (asked.revision() != null) {
            repository.git("tag", asked.revision());
            repository.write("later.py", "");
            repository.commit("second");
        }
        return commit;
    }
}
