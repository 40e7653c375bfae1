package dev.skerry.trainer.ingest.resolve.ecmascript;

import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From a path without promises to a file: extensions appended, the extension of the output standing
 * for that of the source ({@code ./a.js} for {@code a.ts}), index files. Order after TypeScript's
 * and Node's module resolution.
 */
final class ModuleFiles {

    /** Output extension to the extensions its source may have. */
    private static final Map<String, List<String>> SOURCES =
            Map.of(
                    ".js", List.of(".ts", ".tsx", ".d.ts", ".jsx"),
                    ".jsx", List.of(".tsx", ".ts", ".d.ts", ".js"),
                    ".mjs", List.of(".mts", ".d.mts"),
                    ".cjs", List.of(".cts", ".d.cts"));

    private static final List<String> ASSETS =
            List.of(".json", ".node", ".vue", ".svelte", ".wasm");

    /** Metro's platform files, asked for only where nothing else is there. */
    private static final List<String> PLATFORMS = List.of(".ios", ".android", ".native", ".web");

    private final RepositoryTree tree;

    ModuleFiles(RepositoryTree tree) {
        this.tree = tree;
    }

    boolean isDirectory(String path) {
        return tree.isDirectory(path);
    }

    /** The file at exactly this path. */
    Optional<Resolution> exact(String path) {
        var id = tree.sourceFile(path);
        if (id.isPresent() && isEcmaScript(path)) {
            return Optional.of(new Resolution.Module(id.getAsInt(), path));
        }
        return tree.isFile(path) ? Optional.of(new Resolution.Asset(path)) : Optional.empty();
    }

    /** The file that a module path without regard to directories means. */
    Optional<Resolution> file(String path, Dialect dialect) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        if (dialect == Dialect.JAVASCRIPT) {
            var exact = exact(path);
            return exact.isPresent() ? exact : substituted(path).or(() -> appended(path, dialect));
        }
        return substituted(path).or(() -> exact(path)).or(() -> appended(path, dialect));
    }

    /** The index file of a directory. */
    Optional<Resolution> index(String directory, Dialect dialect) {
        if (!tree.isDirectory(directory)) {
            return Optional.empty();
        }
        return withExtension(directory.isEmpty() ? "index" : directory + "/index", dialect);
    }

    /**
     * The source behind a path of the build's output, once the folders have been exchanged: the
     * same name with the extension of a source, or a directory's index.
     */
    Optional<Resolution> sourceOf(String path, Dialect dialect) {
        String stem = stem(path);
        if (stem.equals(path)) {
            return file(path, dialect).or(() -> index(path, dialect));
        }
        return withExtension(stem, dialect).or(() -> index(stem, dialect));
    }

    private static String stem(String path) {
        for (var output : List.of(".d.ts", ".d.mts", ".d.cts", ".js", ".mjs", ".cjs", ".jsx")) {
            if (path.endsWith(output)) {
                return path.substring(0, path.length() - output.length());
            }
        }
        return path;
    }

    private Optional<Resolution> substituted(String path) {
        int dot = path.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        var sources = SOURCES.get(path.substring(dot));
        if (sources == null) {
            return Optional.empty();
        }
        String stem = path.substring(0, dot);
        for (var extension : sources) {
            var found = module(stem + extension);
            if (found.isPresent()) {
                return found;
            }
            if (extension.equals(".d.ts")) {
                var declared = module(path);
                if (declared.isPresent()) {
                    return declared;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Resolution> appended(String path, Dialect dialect) {
        return withExtension(path, dialect)
                .or(() -> firstOf(path, ASSETS))
                .or(() -> platform(path, dialect));
    }

    private Optional<Resolution> platform(String path, Dialect dialect) {
        for (var platform : PLATFORMS) {
            var found = withExtension(path + platform, dialect);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Resolution> withExtension(String path, Dialect dialect) {
        for (var extension : dialect.extensions()) {
            var found = module(path + extension);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Resolution> firstOf(String path, List<String> extensions) {
        for (var extension : extensions) {
            if (tree.isFile(path + extension)) {
                return Optional.of(new Resolution.Asset(path + extension));
            }
        }
        return Optional.empty();
    }

    private Optional<Resolution> module(String path) {
        var id = tree.sourceFile(path);
        return id.isPresent()
                ? Optional.of(new Resolution.Module(id.getAsInt(), path))
                : Optional.empty();
    }

    private static boolean isEcmaScript(String path) {
        return Language.ofPath(path)
                .map(
                        language ->
                                switch (language) {
                                    case JAVASCRIPT, TYPESCRIPT -> true;
                                    case PYTHON, JAVA -> false;
                                })
                .orElse(false);
    }
}
