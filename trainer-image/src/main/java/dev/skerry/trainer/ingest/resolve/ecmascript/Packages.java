package dev.skerry.trainer.ingest.resolve.ecmascript;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.trainer.ingest.resolve.Effort;
import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The packages of the repository: which one a file belongs to, and which one a package name means
 * at a place. A name means a package of the repository only where a workspace (npm, yarn, pnpm,
 * lerna, rush) or a dependency by path says so; a package that merely bears the name is none.
 */
final class Packages {

    private static final int MOST_GLOBS = 1000;

    /** For the globs of all workspaces together, in steps of matching. */
    private final Effort effort = new Effort(30_000_000);

    private final Map<String, PackageJson> byDirectory = new LinkedHashMap<>();

    /** Directory of a workspace's root to its members by name. */
    private final Map<String, Map<String, PackageJson>> workspaces = new HashMap<>();

    private final Map<String, Map<String, String>> localDependencies = new HashMap<>();

    private final ConfigDocuments documents;

    Packages(RepositoryTree tree, ConfigDocuments documents) {
        this.documents = documents;
        for (var path : tree.filesNamed("package.json")) {
            var fields = documents.json(path);
            if (fields.isObject()) {
                var found = new PackageJson(RepositoryPath.parent(path), fields);
                byDirectory.put(found.directory(), found);
                var local = found.localDependencies();
                if (!local.isEmpty()) {
                    localDependencies.put(found.directory(), local);
                }
            }
        }
        byDirectory.values().forEach(root -> addWorkspace(root.directory(), root.workspaces()));
        for (var path : tree.filesNamed("pnpm-workspace.yaml")) {
            addWorkspace(RepositoryPath.parent(path), globs(documents.yaml(path)));
        }
        for (var path : tree.filesNamed("lerna.json")) {
            var lerna = documents.json(path);
            if (lerna.isObject()) {
                var globs = globs(lerna);
                addWorkspace(
                        RepositoryPath.parent(path),
                        globs.isEmpty() ? List.of("packages/*") : globs);
            }
        }
        for (var path : tree.filesNamed("rush.json")) {
            var folders = new ArrayList<String>();
            documents
                    .json(path)
                    .path("projects")
                    .forEach(
                            project ->
                                    ConfigDocuments.text(project, "projectFolder")
                                            .ifPresent(folders::add));
            addWorkspace(RepositoryPath.parent(path), folders);
        }
    }

    private static List<String> globs(JsonNode document) {
        return ConfigDocuments.texts(document.get("packages"));
    }

    private void addWorkspace(String root, List<String> globs) {
        if (globs.isEmpty() || RepositoryPath.hasSegment(root, "node_modules")) {
            return;
        }
        var wanted = new ArrayList<PathGlob>();
        var unwanted = new ArrayList<PathGlob>();
        for (var glob : globs.subList(0, Math.min(globs.size(), MOST_GLOBS))) {
            boolean negated = glob.startsWith("!");
            RepositoryPath.join("", negated ? glob.substring(1) : glob)
                    .ifPresent(pattern -> (negated ? unwanted : wanted).add(PathGlob.of(pattern)));
        }
        var members = workspaces.computeIfAbsent(root, _ -> new HashMap<>());
        for (var candidate : byDirectory.values()) {
            if (!effort.spend(20)) {
                break;
            }
            String directory = candidate.directory();
            if (candidate.name().isEmpty()
                    || !RepositoryPath.isWithin(root, directory)
                    || RepositoryPath.hasSegment(directory, "node_modules")) {
                continue;
            }
            String below = RepositoryPath.below(root, directory);
            boolean isRoot = below.isEmpty();
            var segments = PathGlob.segments(below);
            if (isRoot
                    || wanted.stream().anyMatch(glob -> glob.matches(segments, effort))
                            && unwanted.stream()
                                    .noneMatch(glob -> glob.matches(segments, effort))) {
                members.putIfAbsent(candidate.name().get(), candidate);
            }
        }
        if (effort.isExhausted()) {
            documents.note(
                    root.isEmpty() ? "package.json" : root + "/package.json",
                    "the globs of workspaces take too long to match: some members do not count");
        }
    }

    Iterable<String> directories() {
        return byDirectory.keySet();
    }

    Optional<PackageJson> at(String directory) {
        return Optional.ofNullable(byDirectory.get(directory));
    }

    /** The package that a directory belongs to. */
    Optional<PackageJson> enclosing(String directory) {
        for (String at = directory; ; at = RepositoryPath.parent(at)) {
            var found = byDirectory.get(at);
            if (found != null || at.isEmpty()) {
                return Optional.ofNullable(found);
            }
        }
    }

    /** The package of the repository that {@code name} means in {@code directory}. */
    Optional<PackageJson> named(String name, String directory) {
        boolean nearest = true;
        for (String at = directory; ; at = RepositoryPath.parent(at)) {
            var here = byDirectory.get(at);
            if (here != null && nearest) {
                if (here.name().filter(name::equals).isPresent()) {
                    return Optional.of(here);
                }
                nearest = false;
            }
            var local = localDependencies.getOrDefault(at, Map.of()).get(name);
            if (local != null && byDirectory.containsKey(local)) {
                return Optional.of(byDirectory.get(local));
            }
            var member = workspaces.getOrDefault(at, Map.of()).get(name);
            if (member != null) {
                return Optional.of(member);
            }
            var installed =
                    byDirectory.get(
                            at.isEmpty() ? "node_modules/" + name : at + "/node_modules/" + name);
            if (installed != null) {
                return Optional.of(installed);
            }
            if (at.isEmpty()) {
                return Optional.empty();
            }
        }
    }

    /** Whether a package around {@code directory} lists {@code name} among its dependencies. */
    boolean isDependency(String name, String directory) {
        for (String at = directory; ; at = RepositoryPath.parent(at)) {
            var here = byDirectory.get(at);
            if (here != null && here.dependsOn(name)) {
                return true;
            }
            if (at.isEmpty()) {
                return false;
            }
        }
    }
}
