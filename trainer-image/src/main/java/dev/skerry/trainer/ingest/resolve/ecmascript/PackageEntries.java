package dev.skerry.trainer.ingest.resolve.ecmascript;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file of this repository that a package of this repository answers with. Of all targets that
 * {@code exports} or the classic fields name, in their order: the first that is committed, else the
 * first whose source {@link BuildOutputs} can tell. A package whose every target is built by other
 * means still has an entry: {@code index}, {@code src/index}, {@code lib/index}, in this order.
 */
final class PackageEntries {

    private static final List<String> IMPORT_FIELDS =
            List.of("source", "module", "main", "jsnext:main", "browser");
    private static final List<String> REQUIRE_FIELDS =
            List.of("source", "main", "module", "jsnext:main", "browser");
    private static final List<String> CONVENTIONAL = List.of("", "src", "lib");

    private final ModuleFiles files;
    private final Packages packages;
    private final BuildOutputs outputs;
    private final Map<String, ConditionalTargets> exports = new ConcurrentHashMap<>();
    private final Map<String, ConditionalTargets> imports = new ConcurrentHashMap<>();

    PackageEntries(ModuleFiles files, Packages packages, BuildOutputs outputs) {
        this.files = files;
        this.packages = packages;
        this.outputs = outputs;
    }

    /**
     * @param subpath {@code .} or {@code ./…}
     */
    Optional<Resolution> resolve(
            PackageJson owner, String subpath, Dialect dialect, boolean required) {
        var targets =
                owner.exports()
                        .flatMap(
                                node ->
                                        exports.computeIfAbsent(
                                                        owner.directory(),
                                                        _ -> new ConditionalTargets(node))
                                                .ofExports(subpath, dialect, required));
        if (targets.isPresent()) {
            if (targets.get().isEmpty()) {
                return Optional.empty();
            }
            var found = first(owner, targets.get(), dialect);
            if (found.isPresent()) {
                return found;
            }
        }
        if (subpath.equals(".")) {
            return entry(owner, dialect, required);
        }
        return RepositoryPath.join(owner.directory(), subpath)
                .flatMap(
                        path ->
                                fileOrDirectory(path, dialect, required)
                                        .or(() -> outputs.source(owner, path, dialect)));
    }

    /**
     * The targets of {@code #…} in the package around a directory; a bare target is another
     * package.
     */
    Optional<Resolution> imported(
            PackageJson owner, String specifier, Dialect dialect, boolean required) {
        var targets =
                owner.imports()
                        .flatMap(
                                node ->
                                        imports.computeIfAbsent(
                                                        owner.directory(),
                                                        _ -> new ConditionalTargets(node))
                                                .of(specifier, dialect, required))
                        .orElse(List.of());
        var found = first(owner, targets, dialect);
        if (found.isPresent()) {
            return found;
        }
        for (var target : targets) {
            if (!target.startsWith(".") && !target.startsWith("/") && !target.startsWith("#")) {
                String name = PackageNames.packageName(target);
                var other = packages.named(name, owner.directory());
                if (other.isEmpty()) {
                    return Optional.of(new Resolution.External(name));
                }
                return resolve(
                        other.get(), "." + target.substring(name.length()), dialect, required);
            }
        }
        return Optional.empty();
    }

    /**
     * What a path means that may be a directory, whose {@code package.json} then speaks before its
     * index.
     */
    Optional<Resolution> fileOrDirectory(String path, Dialect dialect, boolean required) {
        return files.file(path, dialect).or(() -> directory(path, dialect, required));
    }

    Optional<Resolution> directory(String path, Dialect dialect, boolean required) {
        if (!files.isDirectory(path)) {
            return Optional.empty();
        }
        return packages.at(path)
                .flatMap(found -> entry(found, dialect, required))
                .or(() -> files.index(path, dialect));
    }

    private Optional<Resolution> entry(PackageJson owner, Dialect dialect, boolean required) {
        var targets = new ArrayList<String>();
        for (var fields :
                List.of(dialect.declarationFields(), required ? REQUIRE_FIELDS : IMPORT_FIELDS)) {
            fields.forEach(
                    field ->
                            owner.text(field)
                                    .ifPresent(
                                            value ->
                                                    targets.add(
                                                            value.startsWith("./")
                                                                    ? value
                                                                    : "./" + value)));
        }
        return first(owner, targets, dialect).or(() -> conventional(owner, dialect));
    }

    private Optional<Resolution> conventional(PackageJson owner, Dialect dialect) {
        for (var folder : CONVENTIONAL) {
            var found =
                    RepositoryPath.join(owner.directory(), folder)
                            .flatMap(path -> files.index(path, dialect));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Resolution> first(PackageJson owner, List<String> targets, Dialect dialect) {
        var paths = new ArrayList<String>();
        for (var target : targets) {
            if (target.startsWith("./")) {
                RepositoryPath.join(owner.directory(), target)
                        .filter(path -> RepositoryPath.isWithin(owner.directory(), path))
                        .ifPresent(paths::add);
            }
        }
        for (var path : paths) {
            var found = files.file(path, dialect).or(() -> files.index(path, dialect));
            if (found.isPresent()) {
                return found;
            }
        }
        for (var path : paths) {
            var found = outputs.source(owner, path, dialect);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
