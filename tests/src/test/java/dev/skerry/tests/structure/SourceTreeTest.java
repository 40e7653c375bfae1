package dev.skerry.tests.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What ArchUnit cannot see: the sources and documents themselves. */
class SourceTreeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int MOST_LINES = 300;

    @Test
    void noFileIsLongerThanAPersonReads() throws IOException {
        var sources = sources();
        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(
                        sources.stream()
                                .filter(f -> lines(f) > MOST_LINES)
                                .map(f -> ROOT.relativize(f) + ": " + lines(f) + " lines")
                                .toList())
                .isEmpty();
    }

    /** {@code Await} is where waiting for a condition is made of sleeping. */
    @Test
    void noTestSleepsWhereItCanWaitForACondition() throws IOException {
        var sleeping =
                sources().stream()
                        .filter(f -> f.toString().contains("/src/test/"))
                        .filter(
                                f ->
                                        !f.endsWith("SourceTreeTest.java")
                                                && !f.endsWith("Await.java"))
                        .filter(f -> text(f).contains("Thread.sleep("))
                        .map(ROOT::relativize)
                        .toList();
        assertThat(sleeping).isEmpty();
    }

    @Test
    void everyLinkBetweenDocumentsLeadsSomewhere() throws IOException {
        var broken = documents().stream().flatMap(SourceTreeTest::brokenLinks).toList();
        assertThat(broken).isEmpty();
    }

    @Test
    void everyTestThatADocumentNamesIsThere() throws IOException {
        var tests =
                sources().stream()
                        .map(f -> f.getFileName().toString().replace(".java", ""))
                        .collect(Collectors.toSet());
        var missing =
                documents().stream()
                        .flatMap(
                                d ->
                                        Pattern.compile("`([A-Z]\\w+Test)`")
                                                .matcher(text(d))
                                                .results()
                                                .map(m -> m.group(1))
                                                .filter(name -> !tests.contains(name))
                                                .map(name -> ROOT.relativize(d) + ": " + name))
                        .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyBaseImageIsNamedByItsDigest() throws IOException {
        var images =
                files("Containerfile").stream()
                        .flatMap(f -> text(f).lines())
                        .filter(line -> line.startsWith("FROM "));
        assertThat(images)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches("FROM \\S+@sha256:[0-9a-f]{64}"));
    }

    private static Stream<String> brokenLinks(Path document) {
        return Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)")
                .matcher(text(document).replaceAll("`[^`]*`", ""))
                .results()
                .map(m -> m.group(1))
                .filter(link -> !link.contains("://"))
                .filter(link -> !Files.exists(document.resolveSibling(link)))
                .map(link -> ROOT.relativize(document) + " -> " + link);
    }

    private static List<Path> sources() throws IOException {
        return files(".java");
    }

    private static List<Path> documents() throws IOException {
        return files(".md");
    }

    private static List<Path> files(String suffix) throws IOException {
        try (var tree = Files.walk(ROOT)) {
            return tree.filter(p -> p.toString().endsWith(suffix))
                    .filter(
                            p ->
                                    Stream.of("/target/", "/.git/", "/node_modules/")
                                            .noneMatch(p.toString()::contains))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    private static long lines(Path file) {
        return text(file).lines().count();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
