package dev.skerry.trainer.ingest.resolve.python;

import dev.skerry.trainer.ingest.parse.PythonFile;
import dev.skerry.trainer.ingest.parse.PythonFile.Form;
import dev.skerry.trainer.ingest.parse.PythonFile.Import;
import dev.skerry.trainer.ingest.parse.PythonFile.Name;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which file defines a name that another file only passes on. Thread-safe; each question is
 * answered once.
 */
final class PythonDefiners {

    private final PythonModules modules;
    private final Map<Integer, PythonFile> files = new HashMap<>();
    private final Map<Place, Optional<Integer>> known = new ConcurrentHashMap<>();

    private record Place(int file, String name) {}

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
            answer = search(place, new HashSet<>()).filter(file -> file != through);
            known.put(place, answer);
        }
        return answer;
    }

    private Optional<Integer> search(Place place, Set<Place> visited) {
        var file = files.get(place.file());
        if (file == null || !visited.add(place) || file.definitions().contains(place.name())) {
            return Optional.empty();
        }
        for (var statement : file.imports().reversed()) {
            if (statement.form() == Form.FROM) {
                for (var bound : statement.names()) {
                    if (bound.boundAs().equals(place.name())) {
                        return origin(file, statement, bound.name(), visited);
                    }
                }
            }
        }
        for (var statement : file.imports()) {
            if (statement.form() == Form.FROM
                    && statement.names().stream().anyMatch(Name::isStar)) {
                var found = throughStar(file, statement, place.name(), visited);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Integer> origin(
            PythonFile file, Import statement, String name, Set<Place> visited) {
        var found = modules.named(file, statement);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var submodule = modules.submodule(file, found, name);
        if (submodule.isPresent()) {
            return Optional.of(submodule.get().file());
        }
        var module = found.getFirst();
        if (module.isNamespace() || module.file() == file.file().id()) {
            return Optional.empty();
        }
        return Optional.of(search(new Place(module.file(), name), visited).orElse(module.file()));
    }

    private Optional<Integer> throughStar(
            PythonFile file, Import statement, String name, Set<Place> visited) {
        var found = modules.named(file, statement);
        if (found.isEmpty() || found.getFirst().isNamespace()) {
            return Optional.empty();
        }
        int next = found.getFirst().file();
        var target = files.get(next);
        if (next != file.file().id() && target != null && target.definitions().contains(name)) {
            return Optional.of(next);
        }
        return search(new Place(next, name), visited);
    }
}
