package dev.skerry.api.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GeneratedFilesTest {

    @Test
    void whatIsCommittedIsWhatTheRecordsSay() throws IOException {
        for (var file : Generate.files().entrySet()) {
            assertThat(Path.of(file.getKey()))
                    .as("run mvn -pl crds compile exec:java and commit what it writes")
                    .content()
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void nothingElseLiesBesideThem() throws IOException {
        for (var folder : new String[] {"k8s", "schemas"}) {
            try (var files = Files.list(Path.of(folder))) {
                assertThat(files.map(f -> folder + "/" + f.getFileName()))
                        .allMatch(Generate.files()::containsKey);
            }
        }
    }

    @Test
    void eachDefinitionStaysBelow100Kilobytes() {
        assertThat(Generate.files())
                .allSatisfy((path, content) -> assertThat(content.length()).isLessThan(100_000));
    }
}
