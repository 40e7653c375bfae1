package dev.skerry.trainer.ingest.resolve.java;

import dev.skerry.trainer.ingest.parse.JavaFile;
import dev.skerry.trainer.ingest.resolve.RepositoryPaths;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Top-level types of a repository by package. Packages come from declarations, never from folders,
 * so any source layout works. A type may be there several times (modules for other platforms,
 * multi-release sources): the one that shares most of its path with the importing file is meant,
 * the first by path among equals.
 */
final class JavaTypes {

    private static final int OWN_PACKAGE_SEGMENTS = 3;

    private final Map<String, Map<String, TreeMap<String, Integer>>> packages = new HashMap<>();
    private final Map<Integer, String> paths = new HashMap<>();
    private final Set<String> ownPrefixes = new HashSet<>();

    JavaTypes(Collection<JavaFile> files) {
        for (var file : files) {
            var path = file.file().path();
            var types = packages.computeIfAbsent(file.packageName(), name -> new HashMap<>());
            paths.put(file.file().id(), path);
            var names = new HashSet<>(file.topLevelTypes());
            var fileName = RepositoryPaths.fileName(path);
            names.add(fileName.substring(0, fileName.length() - ".java".length()));
            names.forEach(
                    name ->
                            types.computeIfAbsent(name, _ -> new TreeMap<>())
                                    .put(path, file.file().id()));
            if (segments(file.packageName()) >= OWN_PACKAGE_SEGMENTS) {
                ownPrefixes.add(file.packageName());
            }
        }
    }

    private static int segments(String packageName) {
        return packageName.isEmpty()
                ? 0
                : 1 + (int) packageName.chars().filter(c -> c == '.').count();
    }

    boolean hasPackage(String packageName) {
        return packages.containsKey(packageName);
    }

    /** The file of a top-level type as another file sees it. */
    OptionalInt inPackage(String packageName, String simpleName, JavaFile from) {
        var ids = packages.getOrDefault(packageName, Map.of()).get(simpleName);
        if (ids == null) {
            return OptionalInt.empty();
        }
        int nearest = nearest(ids, from.file().path());
        boolean visible =
                !packageName.isEmpty()
                        || sourceSet(paths.get(nearest)).equals(sourceSet(from.file().path()));
        return visible ? OptionalInt.of(nearest) : OptionalInt.empty();
    }

    /** The file of a qualified name: of the type itself, or of the top-level type around it. */
    OptionalInt qualified(String name, JavaFile from) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            int end = name.indexOf('.', dot + 1);
            var simpleName = name.substring(dot + 1, end < 0 ? name.length() : end);
            var found = inPackage(name.substring(0, dot), simpleName, from);
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Whether a name that leads nowhere belongs to a package declared here, or to one below such a
     * package.
     */
    boolean isOurs(String packageName) {
        if (packages.containsKey(packageName)) {
            return true;
        }
        for (int dot = packageName.lastIndexOf('.');
                dot > 0;
                dot = packageName.lastIndexOf('.', dot - 1)) {
            if (ownPrefixes.contains(packageName.substring(0, dot))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The unnamed package of one folder has nothing to do with that of another, but for a program
     * and its tests.
     */
    private static String sourceSet(String path) {
        return RepositoryPaths.parent(path).replace("src/test/", "src/main/");
    }

    /**
     * Paths with the same beginning stand together, so the longest shared one is that of a
     * neighbour.
     */
    private static int nearest(TreeMap<String, Integer> ids, String path) {
        int shared = 0;
        for (var neighbour : new String[] {ids.floorKey(path), ids.ceilingKey(path)}) {
            if (neighbour != null) {
                shared = Math.max(shared, RepositoryPaths.commonSegments(neighbour, path));
            }
        }
        int end = 0;
        for (int i = 0; i < shared; i++) {
            end = path.indexOf('/', end) + 1;
        }
        return ids.ceilingEntry(path.substring(0, end)).getValue();
    }

    /** The simple names of the types of a package. */
    Set<String> typesOf(String packageName) {
        return packages.getOrDefault(packageName, Map.of()).keySet();
    }
}
