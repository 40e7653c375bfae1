package dev.skerry.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir private Path root;

    @BeforeEach
    void aCheckout() throws IOException {
        write("pom.xml", "<project/>");
        write("cli/pom.xml", "<project/>");
        write("cli/src/main/java/A.java", "class A {}");
        write("operator/k8s/rbac.yaml", "kind: ClusterRole");
    }

    @Test
    void theHashFollowsContentAndNamesAndNothingElse() throws IOException {
        String before = Sources.hash(root);
        write("cli/target/classes/A.class", "built");
        write("cli/src/test/java/ATest.java", "class ATest {}");
        write("cli/src/main/java/A.java", "class A {}");
        assertThat(Sources.hash(root)).isEqualTo(before).hasSize(64);

        write("cli/src/main/java/A.java", "class B {}");
        String edited = Sources.hash(root);
        Files.move(
                root.resolve("cli/src/main/java/A.java"), root.resolve("cli/src/main/java/B.java"));
        String renamed = Sources.hash(root);
        write("operator/k8s/rbac.yaml", "kind: Role");
        assertThat(Sources.hash(root)).isNotIn(before, edited, renamed);
        assertThat(edited).isNotIn(before, renamed);
    }

    @Test
    void contentCannotMoveFromOneFileToTheNextUnnoticed() throws IOException {
        write("cli/src/main/java/A.java", "ab");
        write("cli/src/main/java/B.java", "c");
        String one = Sources.hash(root);
        write("cli/src/main/java/A.java", "a");
        write("cli/src/main/java/B.java", "bc");
        assertThat(Sources.hash(root)).isNotEqualTo(one);
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
