package dev.skerry.trainer.ingest.resolve.ecmascript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EcmaScriptResolverProperties {

    @Property(tries = 300)
    void everySpecifierEndsInExactlyOnePlace(@ForAll("specifiers") List<String> specifiers) {
        var source = new StringBuilder();
        specifiers.forEach(specifier -> source.append("import '").append(specifier).append("'\n"));
        var files = new LinkedHashMap<String, byte[]>();
        files.put(
                "package.json",
                "{\"name\":\"a\",\"workspaces\":[\"*\"],\"imports\":{\"#*\":\"./*\"}}"
                        .getBytes(UTF_8));
        files.put(
                "tsconfig.json",
                "{\"compilerOptions\":{\"paths\":{\"@/*\":[\"./b/*\"]}}}".getBytes(UTF_8));
        files.put("a/main.ts", source.toString().getBytes(UTF_8));
        files.put("a/index.ts", new byte[0]);
        files.put("b/a.js", new byte[0]);
        files.put(
                "b/package.json",
                "{\"name\":\"b\",\"exports\":{\"./*\":\"./*.js\"}}".getBytes(UTF_8));
        var lines = Resolved.of(files);
        for (int line = 1; line <= specifiers.size(); line++) {
            String start = "a/main.ts:" + line + " ";
            assertThat(lines).filteredOn(each -> each.startsWith(start)).hasSize(1);
        }
        assertThat(lines).hasSize(specifiers.size());
    }

    @Provide
    Arbitrary<List<String>> specifiers() {
        var pieces =
                Arbitraries.of(
                        "a", "b", ".", "..", "/", "@", "#", "*", "?", "!", ":", "~", "index", ".js",
                        "é", "\\0", " ");
        return pieces.list()
                .ofMinSize(0)
                .ofMaxSize(7)
                .map(list -> String.join("", list))
                .list()
                .ofMaxSize(12);
    }

    @Property(tries = 200)
    void anyBytesAreParsedAndResolvedInPeace(@ForAll("sources") String source) {
        var files = new LinkedHashMap<String, byte[]>();
        for (var extension : List.of("js", "ts", "tsx")) {
            files.put("a." + extension, source.getBytes(UTF_8));
        }
        files.put("package.json", source.getBytes(UTF_8));
        files.put("tsconfig.json", source.getBytes(UTF_8));
        assertThat(Resolved.of(files)).doesNotContainNull();
    }

    @Provide
    Arbitrary<String> sources() {
        return Arbitraries.of(
                        "import",
                        "export",
                        "from",
                        "type",
                        "{",
                        "}",
                        "*",
                        "as",
                        ",",
                        "'./a'",
                        "require",
                        "(",
                        ")",
                        "`",
                        "default",
                        "=",
                        "const",
                        "declare module",
                        ";",
                        "\n",
                        "/*",
                        "//",
                        "\"",
                        "\\",
                        ":",
                        "[",
                        "null")
                .list()
                .ofMaxSize(25)
                .map(list -> String.join(" ", list));
    }
}
