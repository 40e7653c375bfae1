package dev.skerry.trainer.ingest.resolve;

import dev.skerry.trainer.ingest.parse.SourceFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** The paths of a commit as a trie of directories. A look-up costs one hash per path segment. */
public final class DirectoryTrie implements RepositoryTree {

    private static final int NOT_A_SOURCE = -1;

    private final Directory root = new Directory();
    private final Map<String, List<String>> byName = new HashMap<>();
    private final Function<String, Optional<byte[]>> reader;
    private final Map<String, String> notes = new ConcurrentSkipListMap<>();

    private static final class Directory {
        final Map<String, Directory> directories = new HashMap<>();
        final Map<String, Integer> files = new HashMap<>();
    }

    /**
     * @param paths of all regular files, normalised, in order
     * @param sources the nodes; their paths are among {@code paths}
     * @param reader the bytes of a file, empty where there is none or it is over 1 MiB; called by
     *     many threads
     */
    public DirectoryTrie(
            List<String> paths,
            List<SourceFile> sources,
            Function<String, Optional<byte[]>> reader) {
        this.reader = reader;
        for (var path : paths) {
            add(path, NOT_A_SOURCE);
            byName.computeIfAbsent(
                            path.substring(path.lastIndexOf('/') + 1), name -> new ArrayList<>(1))
                    .add(path);
        }
        for (var source : sources) {
            add(source.path(), source.id());
        }
    }

    private void add(String path, int id) {
        var directory = root;
        int start = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
            directory =
                    directory.directories.computeIfAbsent(
                            path.substring(start, slash), name -> new Directory());
            start = slash + 1;
        }
        directory.files.put(path.substring(start), id);
    }

    @Override
    public OptionalInt sourceFile(String path) {
        var id = file(path);
        return id == null || id == NOT_A_SOURCE ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public boolean isFile(String path) {
        return file(path) != null;
    }

    @Override
    public boolean isDirectory(String path) {
        return directory(path, path.length()) != null;
    }

    @Override
    public Collection<String> names(String path) {
        var directory = directory(path, path.length());
        if (directory == null) {
            return List.of();
        }
        var names = new ArrayList<>(directory.files.keySet());
        names.addAll(directory.directories.keySet());
        return names;
    }

    @Override
    public List<String> filesNamed(String fileName) {
        return List.copyOf(byName.getOrDefault(fileName, List.of()));
    }

    @Override
    public void note(String path, String note) {
        notes.putIfAbsent(path, note);
    }

    /** Path to note, by path; the first note of each file. */
    public Map<String, String> notes() {
        return Collections.unmodifiableMap(notes);
    }

    @Override
    public Optional<byte[]> read(String path) {
        return isFile(path) ? reader.apply(path) : Optional.empty();
    }

    private Integer file(String path) {
        int slash = path.lastIndexOf('/');
        var directory = directory(path, Math.max(slash, 0));
        return directory == null ? null : directory.files.get(path.substring(slash + 1));
    }

    private Directory directory(String path, int end) {
        var directory = root;
        int start = 0;
        while (start < end && directory != null) {
            int slash = path.indexOf('/', start);
            int stop = slash < 0 || slash > end ? end : slash;
            directory = directory.directories.get(path.substring(start, stop));
            start = stop + 1;
        }
        return directory;
    }
}
