package dev.skerry.trainer.ingest.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileSourceTest {

    @Test
    void aByteOrderMarkAndCarriageReturnsChangeNothing() {
        var file =
                python(
                        "\uFEFFimport a\r\nfrom b import (\r\n  c,\r\n  d as e)\r\n"
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(modules(file)).containsExactly("a", "b");
        assertThat(file.imports().get(1).names())
                .extracting(PythonFile.Name::boundAs)
                .containsExactly("c", "e");
        assertThat(file.imports()).extracting(PythonFile.Import::line).containsExactly(1, 2);
        assertThat(file.notes()).isEmpty();
    }

    @Test
    void bytesThatAreNotUtf8DoNotShiftWhatFollows() {
        var content =
                "# \u00e9\u00e8\nx = '\u00ff'\nimport after\n"
                        .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(modules(python(content))).containsExactly("after");
    }

    @Test
    void charactersOfSeveralBytesDoNotShiftWhatFollows() {
        var content =
                "x = '\uD83D\uDE00\u6F22\u5B57'; import caf\u00e9.m\u00fc\n"
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(modules(python(content))).containsExactly("caf\u00e9.m\u00fc");
    }

    @Test
    void importsAroundASyntaxErrorAreKeptAndTheErrorNoted() {
        var file = python("import a\ndef (:\n  ))\nimport b\n".getBytes(StandardCharsets.UTF_8));
        assertThat(modules(file)).contains("a", "b");
        assertThat(file.notes()).hasSize(1).first().asString().contains("syntax errors");
    }

    @Test
    void zeroBytesInAStringAreNoReasonToGiveUp() {
        assertThat(modules(python("x = '\0'\nimport a\n".getBytes(StandardCharsets.UTF_8))))
                .containsExactly("a");
    }

    @Test
    void utf16IsNoted() {
        var file = python("import a".getBytes(StandardCharsets.UTF_16));
        assertThat(file.imports()).isEmpty();
        assertThat(file.notes()).hasSize(1).first().asString().contains("UTF-16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.py", "A.java"})
    void aMegabyteOfBracketsEndsInTime(String path) {
        var content = ("class A { int x = " + "(".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
        var start = System.nanoTime();
        assertThat(parse(path, content).notes()).isNotEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void importsInCommentsAndStringsAreNone() {
        var file =
                python(
                        "'''\nimport a\n'''\n# import b\ns = 'import c'\n"
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(file.imports()).isEmpty();
    }

    @Test
    void importsInsideFunctionsAndTriesCount() {
        var file =
                python(
                        "try:\n  import a\nexcept ImportError:\n  import b\ndef f():\n  from c import d\n"
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(modules(file)).containsExactly("a", "b", "c");
    }

    @Test
    void dottedNamesMayHoldWhiteSpaceAndContinuedLines() {
        assertThat(
                        modules(
                                python(
                                        "import a . b\nfrom c \\\n .d import e\n"
                                                .getBytes(StandardCharsets.UTF_8))))
                .containsExactly("a.b", "c.d");
    }

    @Test
    void javaImportsMayHoldComments() {
        var file =
                (JavaFile)
                        parse(
                                "A.java",
                                "package a . /* x */ b;\nimport /* y */ c.D;\nimport static e.F.*;\nclass A {}"
                                        .getBytes(StandardCharsets.UTF_8));
        assertThat(file.packageName()).isEqualTo("a.b");
        assertThat(file.imports())
                .extracting(JavaFile.Import::specifier)
                .containsExactly("c.D", "e.F.*");
    }

    @Test
    void aFileOverTheLimitIsANodeWithANote() {
        try (var parsers = new Parsers(Duration.ofSeconds(2))) {
            var file =
                    parsers.parse(
                            new SourceFile(0, "a.py", Language.PYTHON, 50_000_000),
                            Optional.empty(),
                            1 << 20);
            assertThat(file.notes())
                    .containsExactly("not read: 50000000 bytes, over the limit of 1048576");
        }
    }

    private static PythonFile python(byte[] content) {
        return (PythonFile) parse("a.py", content);
    }

    private static ParsedFile parse(String path, byte[] content) {
        try (var parsers = new Parsers(Duration.ofSeconds(2))) {
            var file = new SourceFile(0, path, Language.ofPath(path).orElseThrow(), content.length);
            return parsers.parse(file, Optional.of(content), Long.MAX_VALUE);
        }
    }

    private static List<String> modules(PythonFile file) {
        return file.imports().stream().map(PythonFile.Import::module).toList();
    }
}
