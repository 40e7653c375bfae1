package dev.skerry.trainer.ingest.resolve.python;

import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The roots of all projects by what can be imported from them: of thousands of projects an import
 * is about few.
 */
final class PythonRootIndex {

    private final Map<String, List<PythonRoot>> byFirstSegment = new HashMap<>();

    PythonRootIndex(RepositoryTree tree, Collection<Set<PythonRoot>> projects) {
        var all = new LinkedHashSet<PythonRoot>();
        projects.forEach(all::addAll);
        for (var root : all) {
            for (var name : firstSegments(tree, root)) {
                byFirstSegment.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(root);
            }
        }
    }

    private static Set<String> firstSegments(RepositoryTree tree, PythonRoot root) {
        if (!root.prefix().isEmpty()) {
            return Set.of(PythonModules.firstSegment(root.prefix()));
        }
        var names = new LinkedHashSet<String>();
        for (var name : tree.names(root.directory())) {
            names.add(PythonModules.firstSegment(name));
        }
        return names;
    }

    /** In the order of the projects; those that cannot have such a module are left out. */
    List<PythonRoot> holding(String firstSegment) {
        return byFirstSegment.getOrDefault(firstSegment, List.of());
    }
}
