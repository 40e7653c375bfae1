package dev.skerry.trainer.ingest.resolve.ecmascript;

import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.parse.SourceFile;
import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** A repository in memory: path to content. */
final class TestTree implements RepositoryTree {

    private final TreeMap<String, byte[]> contents;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Set<String> directories = new HashSet<>(Set.of(""));
    private final List<SourceFile> sources = new ArrayList<>();

    TestTree(Map<String, byte[]> contents) {
        this.contents = new TreeMap<>(contents);
        this.contents.forEach(
                (path, bytes) -> {
                    Language.ofPath(path)
                            .ifPresent(
                                    language -> {
                                        ids.put(path, sources.size());
                                        sources.add(
                                                new SourceFile(
                                                        sources.size(),
                                                        path,
                                                        language,
                                                        bytes.length));
                                    });
                    for (int slash = path.indexOf('/');
                            slash >= 0;
                            slash = path.indexOf('/', slash + 1)) {
                        directories.add(path.substring(0, slash));
                    }
                });
    }

    List<SourceFile> sources() {
        return sources;
    }

    @Override
    public OptionalInt sourceFile(String path) {
        var id = ids.get(path);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public Collection<String> names(String directory) {
        var prefix = directory.isEmpty() ? "" : directory + "/";
        return contents.keySet().stream()
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()).split("/")[0])
                .distinct()
                .toList();
    }

    @Override
    public boolean isFile(String path) {
        return contents.containsKey(path);
    }

    @Override
    public boolean isDirectory(String path) {
        return directories.contains(path);
    }

    @Override
    public List<String> filesNamed(String fileName) {
        return contents.keySet().stream()
                .filter(path -> path.equals(fileName) || path.endsWith("/" + fileName))
                .toList();
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(contents.get(path)).filter(bytes -> bytes.length <= 1 << 20);
    }
}
