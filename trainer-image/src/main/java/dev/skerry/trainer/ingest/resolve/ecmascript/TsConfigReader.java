package dev.skerry.trainer.ingest.resolve.ecmascript;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.trainer.ingest.resolve.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads configurations with all that they extend. A setting keeps the directory of the file that
 * made it, for paths in it are relative to that, but for {@code ${configDir}}, which is the
 * directory of the file that was asked for. A cycle of {@code extends} ends where it closes. Used
 * only while the resolver is built.
 */
final class TsConfigReader {

    /** A value and the directory of the file that it stands in. */
    private record Placed(String directory, JsonNode value) {}

    private static final String CONFIG_DIR = "${configDir}";
    private static final int DEEPEST_EXTENDS = 200;
    private static final int MOST_BASES = 32;
    private static final int MOST_ENTRIES = 10_000;
    private static final int MOST_GLOBS = 1000;
    private static final int MOST_ROOT_DIRECTORIES = 32;
    private static final int MOST_TARGETS = 32;
    private static final List<String> OPTIONS =
            List.of("baseUrl", "paths", "rootDirs", "rootDir", "outDir", "declarationDir");

    private static final List<String> INHERITED = List.of("files", "include", "exclude");
    private static final List<String> DEFAULT_EXCLUDE =
            List.of("**/node_modules", "**/bower_components", "**/jspm_packages");

    private final ConfigDocuments documents;
    private final Packages packages;
    private final ModuleFiles files;
    private final Map<String, JsonNode> read = new HashMap<>();
    private final Map<String, Map<String, Placed>> effective = new HashMap<>();
    private final Map<String, Optional<TsConfig>> configurations = new HashMap<>();

    /** What {@code paths} come to, by the directories they depend on: inherited ones are one. */
    private final Map<Placed, Map<String, PathPatterns>> aliases = new IdentityHashMap<>();

    private final Map<Placed, Boolean> namesConfigDir = new IdentityHashMap<>();

    private final Map<String, List<TsConfig>> families = new HashMap<>();

    private final Effort references = new Effort(5_000_000);

    /** For all files together. */
    private final Effort entries = new Effort(1_000_000);

    TsConfigReader(ConfigDocuments documents, Packages packages, ModuleFiles files) {
        this.documents = documents;
        this.packages = packages;
        this.files = files;
    }

    /** Empty where the file is absent or no object. */
    Optional<TsConfig> read(String path) {
        var known = configurations.get(path);
        if (known == null) {
            known =
                    document(path).isObject()
                            ? Optional.of(configuration(path, inherited(path, new HashSet<>(), 0)))
                            : Optional.empty();
            configurations.put(path, known);
        }
        return known;
    }

    /** Asked again for each package and each folder: read once. */
    List<TsConfig> withReferences(String path) {
        var known = families.get(path);
        if (known == null) {
            known = TsConfigs.withReferences(path, this, references);
            if (references.isExhausted()) {
                documents.note(path, "too many references between tsconfigs: some do not count");
            }
            families.put(path, known);
        }
        return known;
    }

    private JsonNode document(String path) {
        return read.computeIfAbsent(path, documents::json);
    }

    /**
     * Base first, so that what extends it overwrites. Each file is taken once, however many extend
     * it: work grows with the files and not with the ways between them.
     */
    private Map<String, Placed> inherited(String path, Set<String> open, int depth) {
        var known = effective.get(path);
        if (known != null) return known;
        if (depth > DEEPEST_EXTENDS || !open.add(path)) return Map.of();
        var settings = new HashMap<String, Placed>();
        var document = document(path);
        String directory = RepositoryPath.parent(path);
        var bases = ConfigDocuments.texts(document.get("extends"));
        for (var base : bases.subList(0, Math.min(bases.size(), MOST_BASES))) {
            base(directory, base)
                    .ifPresent(each -> settings.putAll(inherited(each, open, depth + 1)));
        }
        for (var option : OPTIONS) {
            var value = document.path("compilerOptions").get(option);
            if (value != null) {
                settings.put(option, new Placed(directory, value));
            }
        }
        for (var field : INHERITED) {
            if (document.has(field)) {
                settings.put("/" + field, new Placed(directory, document.get(field)));
            }
        }
        open.remove(path);
        effective.put(path, settings);
        return settings;
    }

    private Optional<String> base(String directory, String specifier) {
        if (specifier.startsWith("./") || specifier.startsWith("../") || specifier.equals("..")) {
            return RepositoryPath.join(directory, specifier).flatMap(this::file);
        }
        String name = PackageNames.packageName(specifier);
        return packages.named(name, directory)
                .flatMap(
                        found -> {
                            String subpath =
                                    specifier.substring(
                                            Math.min(name.length(), specifier.length()));
                            String fallback = found.text("tsconfig").orElse("tsconfig.json");
                            return RepositoryPath.join(
                                            found.directory(),
                                            subpath.isEmpty() ? fallback : subpath.substring(1))
                                    .flatMap(this::file);
                        });
    }

    private Optional<String> file(String path) {
        for (var candidate : List.of(path, path + ".json", path + "/tsconfig.json")) {
            if (document(candidate).isObject()) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private TsConfig configuration(String path, Map<String, Placed> settings) {
        String own = RepositoryPath.parent(path);
        var baseUrl = located(settings.get("baseUrl"), own);
        var outputs = new ArrayList<String>();
        located(settings.get("outDir"), own).ifPresent(outputs::add);
        located(settings.get("declarationDir"), own).ifPresent(outputs::add);
        var listed = locatedAll(settings.get("/files"), own, MOST_ENTRIES);
        boolean everything = !settings.containsKey("/files") && !settings.containsKey("/include");
        var include =
                everything ? List.of(own) : locatedAll(settings.get("/include"), own, MOST_GLOBS);
        var exclude = new ArrayList<>(outputs);
        if (settings.containsKey("/exclude")) {
            exclude.addAll(locatedAll(settings.get("/exclude"), own, MOST_GLOBS));
        } else {
            DEFAULT_EXCLUDE.forEach(each -> exclude.add(each));
        }
        return new TsConfig(
                path,
                baseUrl,
                paths(settings.get("paths"), baseUrl, own),
                locatedAll(settings.get("rootDirs"), own, MOST_ROOT_DIRECTORIES),
                outputs,
                located(settings.get("rootDir"), own),
                Set.copyOf(listed),
                include.stream().map(this::glob).toList(),
                include.stream().map(TsConfigReader::fixedPart).distinct().toList(),
                exclude.stream().filter(each -> !each.isEmpty()).map(this::glob).toList(),
                references(path, own));
    }

    private PathPatterns paths(Placed paths, Optional<String> baseUrl, String own) {
        if (paths == null || !paths.value().isObject()) {
            return PathPatterns.NONE;
        }
        String base = baseUrl.orElse(paths.directory());
        boolean namesOwn =
                namesConfigDir.computeIfAbsent(
                        paths, _ -> paths.value().toString().contains(CONFIG_DIR));
        return aliases.computeIfAbsent(paths, _ -> new HashMap<>())
                .computeIfAbsent(
                        base + '\n' + (namesOwn ? own : ""),
                        _ -> patterns(paths.value(), base, own));
    }

    private PathPatterns patterns(JsonNode paths, String base, String own) {
        var resolved = new LinkedHashMap<String, List<String>>();
        for (var entry : paths.properties()) {
            if (resolved.size() >= MOST_ENTRIES || !entries.spend(1)) {
                noteLongLists(own);
                break;
            }
            var targets = new LinkedHashSet<String>();
            for (var target : ConfigDocuments.texts(entry.getValue())) {
                if (targets.size() < MOST_TARGETS) {
                    located(target, base, own).ifPresent(targets::add);
                }
            }
            resolved.put(entry.getKey(), List.copyOf(targets));
        }
        return new PathPatterns(resolved);
    }

    /** Each once. */
    private List<String> references(String path, String own) {
        var targets = new LinkedHashSet<String>();
        for (var reference : document(path).path("references")) {
            if (targets.size() < TsConfigs.MOST_REFERENCED) {
                ConfigDocuments.text(reference, "path")
                        .flatMap(target -> RepositoryPath.join(own, target))
                        .ifPresent(targets::add);
            }
        }
        return targets.stream()
                .map(target -> files.isDirectory(target) ? join(target, "tsconfig.json") : target)
                .map(this::file)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    /** Each once, the first ones. */
    private List<String> locatedAll(Placed placed, String own, int most) {
        var all = new LinkedHashSet<String>();
        if (placed != null) {
            for (var text : ConfigDocuments.texts(placed.value())) {
                if (all.size() >= most || !entries.spend(1)) {
                    noteLongLists(own);
                    break;
                }
                located(text, placed.directory(), own).ifPresent(all::add);
            }
        }
        return List.copyOf(all);
    }

    private void noteLongLists(String own) {
        documents.note(
                join(own, "tsconfig.json"),
                "lists in it, or in what it extends, are too long: only their first entries count");
    }

    private static Optional<String> located(Placed placed, String own) {
        if (placed == null || !placed.value().isTextual()) {
            return Optional.empty();
        }
        return located(placed.value().textValue(), placed.directory(), own);
    }

    private static Optional<String> located(String text, String directory, String own) {
        if (text.startsWith(CONFIG_DIR)) {
            return RepositoryPath.join(own, "." + text.substring(CONFIG_DIR.length()));
        }
        return text.startsWith("/") ? Optional.empty() : RepositoryPath.join(directory, text);
    }

    /** A directory means all below it. */
    private PathGlob glob(String pattern) {
        if (pattern.isEmpty()) {
            return PathGlob.of("**");
        }
        String last = pattern.substring(pattern.lastIndexOf('/') + 1);
        boolean file = last.contains(".") && !last.startsWith(".") && !files.isDirectory(pattern);
        return PathGlob.of(
                file || last.equals("**") || last.endsWith("*") ? pattern : pattern + "/**");
    }

    /** The directory that a glob begins with. */
    private static String fixedPart(String pattern) {
        if (!PathGlob.isPattern(pattern)) {
            return pattern;
        }
        int star = pattern.length();
        for (var special : List.of("*", "?", "{")) {
            int at = pattern.indexOf(special);
            star = at >= 0 ? Math.min(star, at) : star;
        }
        return RepositoryPath.parent(pattern.substring(0, star));
    }
}
