package dev.skerry.trainer.ingest;

import dev.skerry.trainer.ingest.graph.ImportCollector;
import dev.skerry.trainer.ingest.graph.ImportGraph;
import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.parse.ParsedFile;
import dev.skerry.trainer.ingest.parse.Parsers;
import dev.skerry.trainer.ingest.parse.SourceFile;
import dev.skerry.trainer.ingest.resolve.DirectoryTrie;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A repository as text, parsed and resolved in memory. */
final class ResolvedText {

    /** Making parsers takes longer than using them here; they live as long as the test run. */
    private static final ThreadLocal<Parsers> PARSERS = ThreadLocal.withInitial(Parsers::new);

    private final List<SourceFile> files = new ArrayList<>();
    private final ImportGraph graph;
    private final Map<String, String> notes = new TreeMap<>();

    /**
     * @param repository files, each begun by a line {@code === path}
     */
    static ResolvedText of(String repository) {
        Map<String, byte[]> contents = new TreeMap<>();
        for (var part : repository.split("(?m)^=== ")) {
            if (!part.isBlank()) {
                int end = part.indexOf('\n');
                contents.put(
                        part.substring(0, end).strip(),
                        part.substring(end + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return new ResolvedText(contents);
    }

    static ResolvedText of(Map<String, byte[]> contents) {
        return new ResolvedText(contents);
    }

    ResolvedText(Map<String, byte[]> contents) {
        for (var path : contents.keySet()) {
            var language = Language.ofPath(path);
            language.ifPresent(
                    it ->
                            files.add(
                                    new SourceFile(
                                            files.size(), path, it, contents.get(path).length)));
        }
        var tree =
                new DirectoryTrie(
                        List.copyOf(contents.keySet()),
                        files,
                        path -> Optional.ofNullable(contents.get(path)));
        var parsed = new ArrayList<ParsedFile>();
        for (var file : files) {
            parsed.add(
                    PARSERS.get()
                            .parse(file, Optional.of(contents.get(file.path())), Long.MAX_VALUE));
        }
        var resolvers = new Resolvers(tree, parsed);
        var collector = new ImportCollector(ImportCollector.Totals.zero());
        parsed.forEach(file -> resolvers.resolve(file, collector));
        graph = ImportCollector.merge(List.of(collector));
        notes.putAll(tree.notes());
        parsed.forEach(file -> file.notes().forEach(note -> notes.put(file.file().path(), note)));
    }

    /** Path to what is said about the file. */
    Map<String, String> notes() {
        return notes;
    }

    /** {@code source:line -> target kind specifier}. */
    List<String> edges() {
        return graph.edges().stream()
                .map(
                        edge ->
                                "%s:%d -> %s %s %s"
                                        .formatted(
                                                path(edge.source()),
                                                edge.line(),
                                                path(edge.target()),
                                                edge.kind().id(),
                                                edge.specifier()))
                .toList();
    }

    /** {@code source -> target}, each pair once. */
    List<String> pairs() {
        return graph.edges().stream()
                .map(edge -> path(edge.source()) + " -> " + path(edge.target()))
                .distinct()
                .toList();
    }

    /** {@code source:line specifier package}. */
    List<String> external() {
        return graph.external().stream()
                .map(
                        row ->
                                "%s:%d %s %s"
                                        .formatted(
                                                path(row.source()),
                                                row.line(),
                                                row.specifier(),
                                                row.packageName()))
                .toList();
    }

    /** {@code source:line specifier reason}. */
    List<String> unresolved() {
        return graph.unresolved().stream()
                .map(
                        row ->
                                "%s:%d %s %s"
                                        .formatted(
                                                path(row.source()),
                                                row.line(),
                                                row.specifier(),
                                                row.reason()))
                .toList();
    }

    private String path(int id) {
        return files.get(id).path();
    }
}
