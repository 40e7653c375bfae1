package dev.skerry.trainer.ingest.resolve.python;

import dev.skerry.trainer.ingest.parse.PythonFile;
import dev.skerry.trainer.ingest.parse.PythonFile.Import;
import dev.skerry.trainer.ingest.resolve.RepositoryPaths;
import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where dotted names lead, by the rules of Python's path finder: in each root a regular package
 * comes before a module, and both before a namespace package.
 */
final class PythonModules {

    private static final Set<String> STANDARD_LIBRARY = standardLibrary();
    private static final int NO_FILE = -1;
    private static final int MOST_ROOTS = 1000;

    private final RepositoryTree tree;
    private final PythonProjects projects;
    private final Set<String> directoriesWithSources = new HashSet<>();
    private final Map<String, Set<PythonRoot>> rootsOf = new ConcurrentHashMap<>();
    private final PythonRootIndex others;

    PythonModules(RepositoryTree tree, Collection<PythonFile> files) {
        this.tree = tree;
        this.projects = new PythonProjects(tree);
        this.others = new PythonRootIndex(tree, projects.byProject().values());
        for (var file : files) {
            directoriesWithSources.add(RepositoryPaths.parent(file.file().path()));
        }
    }

    /**
     * What a dotted name stands for.
     *
     * @param file the node, or -1 for a namespace package
     * @param directory where its submodules lie, empty for a plain module
     */
    record Module(int file, Optional<String> directory) {
        boolean isNamespace() {
            return file == NO_FILE;
        }
    }

    /** A module below a directory, by its path from there. */
    Optional<Module> below(String directory, String dotted, boolean stub) {
        var current = directory;
        int start = 0;
        for (int dot = dotted.indexOf('.'); dot >= 0; dot = dotted.indexOf('.', start)) {
            current = RepositoryPaths.join(current, dotted.substring(start, dot));
            if (!tree.isDirectory(current)) {
                return Optional.empty();
            }
            start = dot + 1;
        }
        var last = dotted.substring(start);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        var path = RepositoryPaths.join(current, last);
        var asPackage = packageAt(path, stub);
        if (asPackage.isPresent() && !asPackage.get().isNamespace()) {
            return asPackage;
        }
        int file = source(path, stub);
        return file == NO_FILE ? asPackage : Optional.of(new Module(file, Optional.empty()));
    }

    /**
     * The package that a directory is: regular, namespace, or none where there is no such
     * directory.
     */
    Optional<Module> packageAt(String directory, boolean stub) {
        if (!tree.isDirectory(directory)) {
            return Optional.empty();
        }
        return Optional.of(
                new Module(
                        source(RepositoryPaths.join(directory, "__init__"), stub),
                        Optional.of(directory)));
    }

    private int source(String path, boolean stub) {
        var first = tree.sourceFile(path + (stub ? ".pyi" : ".py"));
        return first.isPresent()
                ? first.getAsInt()
                : tree.sourceFile(path + (stub ? ".py" : ".pyi")).orElse(NO_FILE);
    }

    private Optional<Module> inRoot(PythonRoot root, String dotted, boolean stub) {
        if (root.prefix().isEmpty()) {
            return below(root.directory(), dotted, stub);
        }
        if (dotted.equals(root.prefix())) {
            return packageAt(root.directory(), stub);
        }
        return dotted.startsWith(root.prefix() + ".")
                ? below(root.directory(), dotted.substring(root.prefix().length() + 1), stub)
                : Optional.empty();
    }

    /**
     * An absolute name as a file sees it: the one module with a file, or every namespace package of
     * that name. Empty if nothing in the repository answers.
     */
    List<Module> absolute(PythonFile from, String dotted) {
        var path = from.file().path();
        boolean stub = path.endsWith(".pyi");
        var namespaces = new ArrayList<Module>(0);
        for (var root : roots(path, firstSegment(dotted))) {
            var found = inRoot(root, dotted, stub);
            if (found.isEmpty()
                    || found.get().file() == from.file().id()
                            && found.get().directory().isEmpty()) {
                continue;
            }
            if (!found.get().isNamespace()) {
                return List.of(found.get());
            }
            namespaces.add(found.get());
        }
        return namespaces;
    }

    /**
     * What the module of a statement stands for: see {@link #absolute}; a relative name has one
     * meaning at most.
     */
    List<Module> named(PythonFile from, Import statement) {
        if (statement.level() == 0) {
            return absolute(from, statement.module());
        }
        boolean stub = from.file().path().endsWith(".pyi");
        var directory = RepositoryPaths.parent(from.file().path());
        for (int up = 1; up < statement.level(); up++) {
            if (directory.isEmpty()) {
                return List.of();
            }
            directory = RepositoryPaths.parent(directory);
        }
        var found =
                statement.module().isEmpty()
                        ? packageAt(directory, stub)
                        : below(directory, statement.module(), stub);
        return found.map(List::of).orElse(List.of());
    }

    /**
     * The module of this name in the first of some packages that has it, never the importing file
     * itself.
     */
    Optional<Module> submodule(PythonFile from, List<Module> packages, String name) {
        boolean stub = from.file().path().endsWith(".pyi");
        return packages.stream()
                .flatMap(module -> module.directory().stream())
                .flatMap(directory -> below(directory, name, stub).stream())
                .filter(module -> !module.isNamespace() && module.file() != from.file().id())
                .findFirst();
    }

    /** Whether a name that leads nowhere begins with a package of this repository. */
    boolean isOurs(PythonFile from, String dotted) {
        var path = from.file().path();
        for (var root : roots(path, firstSegment(dotted))) {
            for (int end = dotted.indexOf('.'); ; end = dotted.indexOf('.', end + 1)) {
                var prefix = end < 0 ? dotted : dotted.substring(0, end);
                var found =
                        inRoot(root, prefix, false)
                                .filter(module -> module.directory().isPresent());
                if (found.isPresent()
                        && (!found.get().isNamespace()
                                || isOwnNamespace(path, root, found.get().directory().get()))) {
                    return true;
                }
                if (end < 0 || found.isEmpty()) {
                    break;
                }
            }
        }
        return false;
    }

    /**
     * A folder of modules without {@code __init__.py}, at the top of a project, that the importing
     * file lies in.
     */
    private boolean isOwnNamespace(String path, PythonRoot root, String directory) {
        return RepositoryPaths.isInside(path, directory)
                && directoriesWithSources.contains(directory)
                && (root.directory().isEmpty() || projects.declares(root));
    }

    private List<PythonRoot> roots(String path, String firstSegment) {
        var own = rootsOf.computeIfAbsent(RepositoryPaths.parent(path), this::rootsAbove);
        var roots = new ArrayList<>(own);
        for (var other : others.holding(firstSegment)) {
            if (!own.contains(other)) {
                roots.add(other);
            }
        }
        if (!STANDARD_LIBRARY.contains(firstSegment)) {
            return roots;
        }
        return roots.stream()
                .filter(root -> root.prefix().isEmpty())
                .filter(
                        root ->
                                RepositoryPaths.isInside(
                                                path,
                                                RepositoryPaths.join(
                                                        root.directory(), firstSegment))
                                        || tree.isFile(
                                                RepositoryPaths.join(root.directory(), "os.py")))
                .toList();
    }

    /**
     * In this order: the folder that holds the file's top package; each folder above it, with what
     * a project there declares and with {@code src}. The roots of the repository's other projects
     * come behind them.
     */
    private Set<PythonRoot> rootsAbove(String directory) {
        var own = directory;
        while (tree.isFile(RepositoryPaths.join(own, "__init__.py"))
                || tree.isFile(RepositoryPaths.join(own, "__init__.pyi"))) {
            if (own.isEmpty()) {
                break;
            }
            own = RepositoryPaths.parent(own);
        }
        var roots = new LinkedHashSet<PythonRoot>();
        roots.add(PythonRoot.of(own));
        for (var above = own; roots.size() < MOST_ROOTS; above = RepositoryPaths.parent(above)) {
            roots.addAll(projects.byProject().getOrDefault(above, Set.of()));
            roots.add(PythonRoot.of(above));
            var src = RepositoryPaths.join(above, "src");
            if (tree.isDirectory(src)) {
                roots.add(PythonRoot.of(src));
            }
            if (above.isEmpty()) {
                break;
            }
        }
        return roots;
    }

    static String firstSegment(String dotted) {
        int dot = dotted.indexOf('.');
        return dot < 0 ? dotted : dotted.substring(0, dot);
    }

    /**
     * Top-level names of CPython 3.12's library, without those that repositories use for
     * themselves.
     */
    private static Set<String> standardLibrary() {
        var name = "/dev/skerry/trainer/ingest/resolve/python-stdlib.txt";
        try (var in = PythonModules.class.getResourceAsStream(name)) {
            return Set.copyOf(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
