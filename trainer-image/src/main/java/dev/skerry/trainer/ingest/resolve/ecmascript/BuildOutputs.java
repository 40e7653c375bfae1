package dev.skerry.trainer.ingest.resolve.ecmascript;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From a file of a build's output, which is not committed, to its source. Two kinds of evidence
 * count:
 *
 * <ol>
 *   <li>a configuration of the package whose {@code outDir} or {@code declarationDir} holds the
 *       file: the source has the same path below its {@code rootDir}, or below a directory that it
 *       includes;
 *   <li>the first segment below the package is no directory of the repository, and the same path
 *       exists below {@code src}, perhaps after the name of a module format ({@code dist/esm/a.js}
 *       for {@code src/a.ts}).
 * </ol>
 *
 * A path is exchanged as a whole; names are never searched for.
 */
final class BuildOutputs {

    private static final List<String> CONFIGURATIONS =
            List.of(
                    "tsconfig.json",
                    "tsconfig.build.json",
                    "tsconfig.lib.json",
                    "tsconfig.prod.json",
                    "tsconfig.esm.json",
                    "tsconfig.cjs.json",
                    "tsconfig.types.json",
                    "tsconfig.dist.json",
                    "src/tsconfig.json");

    private static final Set<String> FORMATS =
            Set.of(
                    "esm",
                    "es",
                    "mjs",
                    "cjs",
                    "commonjs",
                    "lib",
                    "umd",
                    "module",
                    "modules",
                    "modern",
                    "legacy",
                    "node",
                    "browser",
                    "types",
                    "dts",
                    "declarations",
                    "development",
                    "production",
                    "src");

    /** Files below {@code directory} are made from those below one of {@code roots}. */
    private record Output(String directory, List<String> roots) {}

    private static final int MOST_OUTPUTS = 64;
    private static final int MOST_INCLUDE_ROOTS = 14;

    private final ModuleFiles files;
    private final Map<String, List<Output>> byPackage = new HashMap<>();

    BuildOutputs(ModuleFiles files, Packages packages, TsConfigReader reader) {
        this.files = files;
        for (var directory : packages.directories()) {
            var paths = CONFIGURATIONS.stream().map(name -> joined(directory, name)).toList();
            var outputs = new LinkedHashSet<Output>();
            for (var path : paths) {
                reader.read(path).ifPresent(own -> add(own, outputs));
            }
            for (var path : paths) {
                reader.withReferences(path).forEach(config -> add(config, outputs));
            }
            if (!outputs.isEmpty()) {
                byPackage.put(directory, List.copyOf(outputs));
            }
        }
    }

    private static void add(TsConfig config, Set<Output> outputs) {
        for (var output : config.outputs()) {
            if (outputs.size() < MOST_OUTPUTS) {
                outputs.add(new Output(output, roots(config)));
            }
        }
    }

    private static List<String> roots(TsConfig config) {
        var roots = new LinkedHashSet<String>();
        config.rootDir().ifPresent(roots::add);
        if (roots.isEmpty()) {
            config.includeRoots().stream().limit(MOST_INCLUDE_ROOTS).forEach(roots::add);
            roots.add(config.directory());
            RepositoryPath.join(config.directory(), "src").ifPresent(roots::add);
        }
        return List.copyOf(roots);
    }

    /** The source of {@code path}, a file of {@code owner} that the repository does not hold. */
    Optional<Resolution> source(PackageJson owner, String path, Dialect dialect) {
        for (var output : byPackage.getOrDefault(owner.directory(), List.of())) {
            if (RepositoryPath.isWithin(output.directory(), path)
                    && !output.directory().equals(path)) {
                String below = RepositoryPath.below(output.directory(), path);
                for (var root : output.roots()) {
                    var found = below(root, below, dialect);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return bySameName(owner.directory(), path, dialect);
    }

    private Optional<Resolution> bySameName(String directory, String path, Dialect dialect) {
        if (!RepositoryPath.isWithin(directory, path)) {
            return Optional.empty();
        }
        String below = RepositoryPath.below(directory, path);
        int slash = below.indexOf('/');
        if (slash < 0 || files.isDirectory(joined(directory, below.substring(0, slash)))) {
            return Optional.empty();
        }
        String rest = below.substring(slash + 1);
        for (int step = 0; step < 3; step++) {
            var found = below(joined(directory, "src"), rest, dialect);
            slash = rest.indexOf('/');
            if (found.isPresent() || slash < 0 || !FORMATS.contains(rest.substring(0, slash))) {
                return found;
            }
            rest = rest.substring(slash + 1);
        }
        return Optional.empty();
    }

    private Optional<Resolution> below(String root, String path, Dialect dialect) {
        return files.sourceOf(joined(root, path), dialect);
    }

    private static String joined(String directory, String path) {
        return directory.isEmpty() ? path : directory + "/" + path;
    }
}
