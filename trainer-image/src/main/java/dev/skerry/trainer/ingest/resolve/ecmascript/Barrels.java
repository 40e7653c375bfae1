package dev.skerry.trainer.ingest.resolve.ecmascript;

import static dev.skerry.trainer.ingest.parse.EcmaScriptFile.DEFAULT;
import static dev.skerry.trainer.ingest.parse.EcmaScriptFile.NAMESPACE;

import dev.skerry.trainer.ingest.parse.EcmaScriptFile;
import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Form;
import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Reference;
import dev.skerry.trainer.ingest.resolve.Effort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Who defines the name that a module passes on. Follows {@code export { a as b } from}, {@code
 * export * from}, {@code export * as ns from} and names that are imported and then exported,
 * through any number of modules and around any cycle. Of several {@code export *} the first that
 * knows the name answers; {@code default} passes through none.
 */
final class Barrels {

    /** The modules that the references of a file lead to. */
    interface Targets {
        Function<Reference, OptionalInt> of(EcmaScriptFile file);
    }

    /** A name of another module. */
    private record Binding(int module, String name) {}

    /**
     * A module.
     *
     * @param own exported names that are defined here
     * @param passed exported names that come from elsewhere
     * @param stars modules whose names are all exported here, too
     */
    private record Module(Set<String> own, Map<String, Binding> passed, int[] stars) {
        boolean isBarrel() {
            return !passed.isEmpty() || stars.length > 0;
        }
    }

    private static final int DEEPEST = 200;

    private final Map<Integer, Module> modules = new HashMap<>();

    Barrels(Collection<EcmaScriptFile> files, Targets targets) {
        for (var file : files) {
            var module = module(file, targets);
            if (module.isBarrel() || !module.own().isEmpty()) {
                modules.put(file.file().id(), module);
            }
        }
    }

    private static Module module(EcmaScriptFile file, Targets targets) {
        var passed = new HashMap<String, Binding>();
        var stars = new ArrayList<Integer>();
        var imported = new HashMap<String, Binding>();
        var given = Set.copyOf(file.exports().values());
        var found = targets.of(file);
        for (var reference : file.references()) {
            boolean passes = reference.form() == Form.EXPORT_FROM;
            if (!passes && (file.exports().isEmpty() || reference.form() != Form.IMPORT)
                    || !passes
                            && reference.names().stream()
                                    .noneMatch(n -> given.contains(n.local()))) {
                continue;
            }
            var target = found.apply(reference);
            if (target.isEmpty()) {
                continue;
            }
            for (var name : reference.names()) {
                if (passes && name.local().equals(NAMESPACE)) {
                    stars.add(target.getAsInt());
                } else {
                    (passes ? passed : imported)
                            .put(name.local(), new Binding(target.getAsInt(), name.imported()));
                }
            }
        }
        var own = new HashSet<String>();
        file.exports()
                .forEach(
                        (exported, local) -> {
                            var binding = imported.get(local);
                            if (binding == null) {
                                own.add(exported);
                            } else {
                                passed.put(exported, binding);
                            }
                        });
        return new Module(
                Set.copyOf(own),
                Map.copyOf(passed),
                stars.stream().mapToInt(Integer::intValue).distinct().toArray());
    }

    /**
     * The modules behind {@code direct} that define what {@code reference} takes from it, without
     * {@code direct}.
     *
     * @param effort for all references of one file
     */
    List<Integer> definers(int direct, Reference reference, Effort effort) {
        var module = modules.get(direct);
        if (module == null || !module.isBarrel() || reference.names().isEmpty()) {
            return List.of();
        }
        var definers = new LinkedHashSet<Integer>();
        for (var name : reference.names()) {
            if (!name.imported().equals(NAMESPACE)) {
                var definer = definer(direct, name.imported(), new HashSet<>(), 0, effort);
                if (definer.isPresent() && definer.getAsInt() != direct) {
                    definers.add(definer.getAsInt());
                }
            }
        }
        return List.copyOf(definers);
    }

    private OptionalInt definer(
            int id, String name, Set<Binding> visited, int depth, Effort effort) {
        var module = modules.get(id);
        if (module == null
                || depth > DEEPEST
                || !effort.spend(1)
                || !visited.add(new Binding(id, name))) {
            return OptionalInt.empty();
        }
        if (module.own().contains(name)) {
            return OptionalInt.of(id);
        }
        var binding = module.passed().get(name);
        if (binding != null) {
            if (binding.name().equals(NAMESPACE)) {
                return OptionalInt.of(binding.module());
            }
            var behind = definer(binding.module(), binding.name(), visited, depth + 1, effort);
            return behind.isPresent() ? behind : OptionalInt.of(binding.module());
        }
        if (!name.equals(DEFAULT)) {
            for (int star : module.stars()) {
                var behind = definer(star, name, visited, depth + 1, effort);
                if (behind.isPresent()) {
                    return behind;
                }
            }
        }
        return OptionalInt.empty();
    }
}
