package dev.skerry.trainer.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AnyRepositoryProperty {

    @Property(tries = 500)
    void everySpecifierEndsInExactlyOneOfThreePlaces(
            @ForAll("repositories") Map<String, byte[]> repository) {
        var found = new ResolvedText(repository);
        Set<String> edges = new HashSet<>();
        for (var edge : found.edges()) {
            var parts = edge.split(" ");
            edges.add(parts[0] + " " + parts[4]);
            assertThat(repository).containsKey(parts[2]);
        }
        var others = new ArrayList<String>();
        found.external().forEach(row -> others.add(row.substring(0, row.lastIndexOf(' '))));
        found.unresolved().forEach(row -> others.add(row.substring(0, row.lastIndexOf(' '))));
        assertThat(others).noneMatch(edges::contains);
        for (var entry : repository.entrySet()) {
            int line = 0;
            for (var text : new String(entry.getValue(), StandardCharsets.UTF_8).split("\n")) {
                line++;
                var place = entry.getKey() + ":" + line + " ";
                if (text.startsWith("import ") || text.startsWith("from ")) {
                    assertThat(
                                    edges.stream().anyMatch(it -> it.startsWith(place))
                                            || others.stream().anyMatch(it -> it.startsWith(place)))
                            .as("%s%s", place, text)
                            .isTrue();
                }
            }
        }
    }

    @Property(tries = 200)
    void anyBytesAtAllDoNoHarm(@ForAll("extensions") String extension, @ForAll byte[] content) {
        var found = new ResolvedText(Map.of("a" + extension, content, "b.py", new byte[0]));
        assertThat(found.edges()).allSatisfy(edge -> assertThat(edge).startsWith("a" + extension));
    }

    @Provide
    Arbitrary<String> extensions() {
        return Arbitraries.of(".py", ".pyi", ".java", ".js", ".ts", ".tsx");
    }

    @Provide
    Arbitrary<Map<String, byte[]>> repositories() {
        Arbitrary<String> names = Arbitraries.of("a", "b", "c", "p", "__init__");
        Arbitrary<String> folders = Arbitraries.of("", "p/", "p/q/", "src/", "src/p/", "x/y/");
        Arbitrary<String> paths =
                Combinators.combine(folders, names).as((folder, name) -> folder + name + ".py");
        Arbitrary<String> modules =
                Arbitraries.of(
                        "a",
                        "b",
                        "p",
                        "p.a",
                        "p.q",
                        "p.q.b",
                        ".a",
                        ".",
                        "..b",
                        "...",
                        "os",
                        "x.y.c",
                        "none.at.all");
        Arbitrary<String> statements =
                Combinators.combine(
                                modules,
                                Arbitraries.of("a", "b", "q", "*", "Name"),
                                Arbitraries.of(true, false))
                        .as(
                                (module, name, whole) ->
                                        whole && !module.startsWith(".")
                                                ? "import " + module
                                                : "from " + module + " import " + name);
        Arbitrary<String> contents =
                statements.list().ofMaxSize(4).map(lines -> String.join("\n", lines));
        return Combinators.combine(paths, contents)
                .as(Map::entry)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(AnyRepositoryProperty::repository);
    }

    private static Map<String, byte[]> repository(List<Map.Entry<String, String>> files) {
        Map<String, byte[]> repository = new HashMap<>();
        files.forEach(
                file ->
                        repository.put(
                                file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8)));
        return repository;
    }
}
