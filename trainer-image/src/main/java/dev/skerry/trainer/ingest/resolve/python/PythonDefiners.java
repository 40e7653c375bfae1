package dev.skerry.trainer.ingest.resolve.python;

import dev.skerry.trainer.ingest.parse.PythonFile;
import dev.skerry.trainer.ingest.parse.PythonFile.Form;
import dev.skerry.trainer.ingest.parse.PythonFile.Import;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Which file defines a name that another file only passes on. Thread-safe; each question is
 * answered once.
 */
final class PythonDefiners {

    private final PythonModules modules;
    private final Map<Integer, PythonFile> files = new HashMap<>();
    private final Map<Place, Optional<Integer>> known = new ConcurrentHashMap<>();

    private static final int DEEPEST = 200;
    private static final int MOST_VISITS = 1000;

    private record Place(int file, String name) {}

    /** The statement that binds a name, and what the name is called in the other module. */
    private record Bound(Import statement, String name) {}

    /**
     * What a file has from others.
     *
     * @param bound by the name it has here, of several statements the last
     * @param stars files whose names are all here, too
     */
    private record Passing(Map<String, Bound> bound, int[] stars) {}

    private final Map<Integer, Passing> passing = new ConcurrentHashMap<>();

    /** One question; beyond its bounds a definer is not looked for any further. */
    private static final class Search {
        private final Set<Place> visited = new HashSet<>();
        private int left = MOST_VISITS;
        private int depth;

        boolean mayVisit(Place place) {
            return --left >= 0 && depth <= DEEPEST && visited.add(place);
        }

        Optional<Integer> deeper(Supplier<Optional<Integer>> step) {
            depth++;
            var found = step.get();
            depth--;
            return found;
        }
    }

    PythonDefiners(PythonModules modules, Collection<PythonFile> files) {
        this.modules = modules;
        files.forEach(file -> this.files.put(file.file().id(), file));
    }

    /**
     * The definer behind a file; empty where the file defines the name itself or got it from
     * outside.
     */
    Optional<Integer> behind(int through, String name) {
        var place = new Place(through, name);
        var answer = known.get(place);
        if (answer == null) {
            answer = search(place, new Search()).filter(file -> file != through);
            known.put(place, answer);
        }
        return answer;
    }

    private Optional<Integer> search(Place place, Search search) {
        var file = files.get(place.file());
        if (file == null || !search.mayVisit(place) || file.definitions().contains(place.name())) {
            return Optional.empty();
        }
        var passing = passing(file);
        var bound = passing.bound().get(place.name());
        if (bound != null) {
            return origin(file, bound, search);
        }
        for (int next : passing.stars()) {
            var found = throughStar(file, next, place.name(), search);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Integer> origin(PythonFile file, Bound bound, Search search) {
        var found = modules.named(file, bound.statement());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var submodule = modules.submodule(file, found, bound.name());
        if (submodule.isPresent()) {
            return Optional.of(submodule.get().file());
        }
        var module = found.getFirst();
        if (module.isNamespace() || module.file() == file.file().id()) {
            return Optional.empty();
        }
        var behind = search.deeper(() -> search(new Place(module.file(), bound.name()), search));
        return Optional.of(behind.orElse(module.file()));
    }

    private Optional<Integer> throughStar(PythonFile file, int next, String name, Search search) {
        var target = files.get(next);
        if (next != file.file().id() && target != null && target.definitions().contains(name)) {
            return Optional.of(next);
        }
        return search.deeper(() -> search(new Place(next, name), search));
    }

    /** What a file passes on, read once. */
    private Passing passing(PythonFile file) {
        return passing.computeIfAbsent(file.file().id(), _ -> newPassing(file));
    }

    private Passing newPassing(PythonFile file) {
        var bound = new HashMap<String, Bound>();
        var stars = new LinkedHashSet<Integer>();
        for (var statement : file.imports()) {
            if (statement.form() != Form.FROM) {
                continue;
            }
            var ofStatement = new HashMap<String, Bound>();
            for (var name : statement.names()) {
                ofStatement.putIfAbsent(name.boundAs(), new Bound(statement, name.name()));
                if (name.isStar()) {
                    var found = modules.named(file, statement);
                    if (!found.isEmpty() && !found.getFirst().isNamespace()) {
                        stars.add(found.getFirst().file());
                    }
                }
            }
            bound.putAll(ofStatement);
        }
        return new Passing(bound, stars.stream().mapToInt(Integer::intValue).toArray());
    }
}
