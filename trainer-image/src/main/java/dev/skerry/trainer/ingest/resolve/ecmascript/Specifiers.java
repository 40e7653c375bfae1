package dev.skerry.trainer.ingest.resolve.ecmascript;

import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Form;
import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Reference;
import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * From a specifier in a file to where it leads, in the order in which compilers, bundlers and Node
 * look.
 */
final class Specifiers {

    /**
     * A file that imports: its directory, whose rules it follows, and the configurations that speak
     * for it.
     */
    record Importer(String directory, Dialect dialect, List<TsConfig> configs) {}

    private static final Resolution MISSING = new Resolution.Missing();
    private static final Pattern SCHEME = Pattern.compile("^(?:[a-zA-Z][a-zA-Z0-9+.-]+:|//)");

    private final ModuleFiles files;
    private final Packages packages;
    private final TsConfigs configs;
    private final BuildOutputs outputs;
    private final PackageEntries entries;
    private final Map<String, Importer> importers = new ConcurrentHashMap<>();

    Specifiers(RepositoryTree tree) {
        var documents = new ConfigDocuments(tree);
        this.files = new ModuleFiles(tree);
        this.packages = new Packages(tree, documents);
        var reader = new TsConfigReader(documents, packages, files);
        this.configs = new TsConfigs(tree, reader);
        this.outputs = new BuildOutputs(files, packages, reader);
        this.entries = new PackageEntries(files, packages, outputs);
    }

    Importer importer(String path) {
        return importers.computeIfAbsent(path, this::newImporter);
    }

    private Importer newImporter(String path) {
        var dialect =
                Language.ofPath(path).filter(Language.TYPESCRIPT::equals).isPresent()
                        ? Dialect.TYPESCRIPT
                        : Dialect.JAVASCRIPT;
        return new Importer(RepositoryPath.parent(path), dialect, configs.of(path));
    }

    Resolution resolve(Importer importer, Reference reference) {
        String specifier = withoutLoadersAndQuery(reference.specifier());
        boolean required = reference.form() == Form.REQUIRE;
        if (specifier.isEmpty() || specifier.indexOf('\0') >= 0) {
            return MISSING;
        }
        if (reference.form() == Form.REFERENCE_PATH || isRelative(specifier)) {
            return relative(importer, specifier, required).orElse(MISSING);
        }
        if (SCHEME.matcher(specifier).find()) {
            return new Resolution.External(schemeAndHost(specifier));
        }
        return alias(importer, specifier, required)
                .orElseGet(() -> unaliased(importer, specifier, required));
    }

    private static boolean isRelative(String specifier) {
        return specifier.startsWith("./")
                || specifier.startsWith("../")
                || specifier.equals(".")
                || specifier.equals("..");
    }

    /** {@code style!css!./a.css?raw} means {@code ./a.css}. */
    private static String withoutLoadersAndQuery(String specifier) {
        String resource = specifier.substring(specifier.lastIndexOf('!') + 1);
        int query = resource.indexOf('?');
        return query < 0 ? resource : resource.substring(0, query);
    }

    private static String schemeAndHost(String specifier) {
        int path = specifier.indexOf("//") >= 0 ? specifier.indexOf("//") + 2 : 0;
        int end = specifier.indexOf('/', path);
        String name = end < 0 ? specifier : specifier.substring(0, end);
        return name.startsWith("data:") || name.startsWith("blob:") ? name.substring(0, 5) : name;
    }

    private Optional<Resolution> relative(Importer importer, String specifier, boolean required) {
        var path = RepositoryPath.join(importer.directory(), specifier);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        boolean directory =
                specifier.endsWith("/") || specifier.endsWith(".") && endsInDots(specifier);
        return at(path.get(), directory, importer, required)
                .or(() -> acrossRootDirs(importer, path.get(), required))
                .or(() -> built(path.get(), importer))
                .or(() -> withoutFragment(importer, specifier, required));
    }

    private static boolean endsInDots(String specifier) {
        String last = specifier.substring(specifier.lastIndexOf('/') + 1);
        return last.equals(".") || last.equals("..");
    }

    private Optional<Resolution> at(
            String path, boolean directory, Importer importer, boolean required) {
        return directory
                ? entries.directory(path, importer.dialect(), required)
                : entries.fileOrDirectory(path, importer.dialect(), required);
    }

    /**
     * {@code rootDirs} are laid over each other: a path below one, the longest that holds it, may
     * exist below another.
     */
    private Optional<Resolution> acrossRootDirs(Importer importer, String path, boolean required) {
        for (var config : importer.configs()) {
            var from =
                    config.rootDirs().stream()
                            .filter(each -> RepositoryPath.isWithin(each, path))
                            .max(Comparator.comparingInt(String::length));
            if (from.isPresent()) {
                String below = RepositoryPath.below(from.get(), path);
                for (var to : config.rootDirs()) {
                    var found =
                            RepositoryPath.join(to, below)
                                    .flatMap(
                                            each ->
                                                    entries.fileOrDirectory(
                                                            each, importer.dialect(), required));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Resolution> built(String path, Importer importer) {
        return packages.enclosing(RepositoryPath.parent(path))
                .flatMap(owner -> outputs.source(owner, path, importer.dialect()));
    }

    private Optional<Resolution> withoutFragment(
            Importer importer, String specifier, boolean required) {
        int hash = specifier.indexOf('#');
        return hash <= 0
                ? Optional.empty()
                : relative(importer, specifier.substring(0, hash), required);
    }

    private Optional<Resolution> alias(Importer importer, String specifier, boolean required) {
        for (var config : importer.configs()) {
            var match = config.paths().match(specifier);
            if (match.isPresent()) {
                for (var target : match.get().targets()) {
                    var found =
                            entries.fileOrDirectory(target, importer.dialect(), required)
                                    .or(() -> built(target, importer));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            var found =
                    config.baseUrl()
                            .filter(_ -> !specifier.startsWith("/"))
                            .flatMap(base -> RepositoryPath.join(base, specifier))
                            .flatMap(
                                    path ->
                                            entries.fileOrDirectory(
                                                    path, importer.dialect(), required));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Resolution unaliased(Importer importer, String specifier, boolean required) {
        if (specifier.startsWith("#")) {
            return packages.enclosing(importer.directory())
                    .flatMap(
                            owner ->
                                    entries.imported(
                                            owner, specifier, importer.dialect(), required))
                    .orElse(MISSING);
        }
        if (specifier.startsWith("/")) {
            return rooted(importer, specifier.substring(1), required).orElse(MISSING);
        }
        String name = PackageNames.packageName(specifier);
        if (PackageNames.isBuiltin(name) && !specifier.endsWith("/")) {
            return new Resolution.External("node:" + name);
        }
        var found = packages.named(name, importer.directory());
        if (found.isPresent()) {
            String subpath = specifier.substring(name.length());
            boolean root = subpath.isEmpty() || subpath.equals("/");
            return entries.resolve(
                            found.get(), root ? "." : "." + subpath, importer.dialect(), required)
                    .orElse(MISSING);
        }
        return PackageNames.isPossible(name) && !isBrokenAlias(importer, specifier, name)
                ? new Resolution.External(name)
                : MISSING;
    }

    /**
     * An alias of this repository was meant, if one matches that is no catch-all and no package
     * bears the name.
     */
    private boolean isBrokenAlias(Importer importer, String specifier, String name) {
        for (var config : importer.configs()) {
            var match = config.paths().match(specifier);
            if (match.isPresent() && !match.get().pattern().equals("*")) {
                return match.get().targets().stream()
                                .noneMatch(
                                        target -> RepositoryPath.hasSegment(target, "node_modules"))
                        && !packages.isDependency(name, importer.directory());
            }
        }
        return false;
    }

    /**
     * {@code /src/a} begins at the root that a development server serves: the package, or the
     * repository.
     */
    private Optional<Resolution> rooted(Importer importer, String path, boolean required) {
        for (String at = importer.directory(); ; at = RepositoryPath.parent(at)) {
            if (at.isEmpty() || packages.at(at).isPresent()) {
                for (var base : List.of(at, at.isEmpty() ? "public" : at + "/public")) {
                    var found =
                            RepositoryPath.join(base, path)
                                    .flatMap(
                                            each ->
                                                    entries.fileOrDirectory(
                                                            each, importer.dialect(), required));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            if (at.isEmpty()) {
                return Optional.empty();
            }
        }
    }
}
