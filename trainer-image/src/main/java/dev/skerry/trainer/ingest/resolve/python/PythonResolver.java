package dev.skerry.trainer.ingest.resolve.python;

import static dev.skerry.trainer.ingest.resolve.Resolver.Reason.COMPUTED;
import static dev.skerry.trainer.ingest.resolve.Resolver.Reason.MISSING;

import dev.skerry.trainer.ingest.parse.PythonFile;
import dev.skerry.trainer.ingest.parse.PythonFile.Form;
import dev.skerry.trainer.ingest.parse.PythonFile.Import;
import dev.skerry.trainer.ingest.parse.PythonFile.Name;
import dev.skerry.trainer.ingest.resolve.EdgeKind;
import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import dev.skerry.trainer.ingest.resolve.Resolver;
import dev.skerry.trainer.ingest.resolve.python.PythonModules.Module;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Python's imports as edges. {@code from p import m} leads to the module {@code p.m} where there is
 * one, else to {@code p}, and from there on to the file that defines the name.
 */
public final class PythonResolver implements Resolver<PythonFile> {

    private final PythonModules modules;
    private final PythonDefiners definers;

    public PythonResolver(RepositoryTree tree, Collection<PythonFile> files) {
        this.modules = new PythonModules(tree, files);
        this.definers = new PythonDefiners(modules, files);
    }

    @Override
    public void resolve(PythonFile file, Sink sink) {
        for (var statement : file.imports()) {
            switch (statement.form()) {
                case COMPUTED ->
                        sink.unresolved(
                                file.file().id(), statement.line(), statement.module(), COMPUTED);
                case IMPORT, CALL -> whole(file, statement, sink);
                case FROM -> names(file, statement, sink);
            }
        }
    }

    /** {@code import a.b} and its dynamic form. */
    private void whole(PythonFile file, Import statement, Sink sink) {
        var found = modules.named(file, statement);
        if (found.isEmpty() || found.getFirst().isNamespace()) {
            notFound(file, statement, specifier(statement), sink);
            return;
        }
        sink.edge(
                file.file().id(),
                found.getFirst().file(),
                kind(file, statement, statement.names()),
                statement.line(),
                specifier(statement));
    }

    private void names(PythonFile file, Import statement, Sink sink) {
        var found = modules.named(file, statement);
        if (found.isEmpty()) {
            notFound(file, statement, specifier(statement), sink);
            return;
        }
        var reached = new LinkedHashMap<Integer, Reached>();
        var behind = new LinkedHashMap<Integer, String>();
        var nowhere = new LinkedHashSet<String>();
        for (var name : statement.names()) {
            var written = specifier(statement, name);
            var submodule =
                    name.isStar()
                            ? Optional.<Module>empty()
                            : modules.submodule(file, found, name.name());
            if (submodule.isPresent()) {
                reach(
                        reached,
                        submodule.get().file(),
                        written,
                        kind(file, statement, List.of(name)));
            } else if (!found.getFirst().isNamespace()
                    && !isEmptySelfImport(file, found.getFirst(), name)) {
                int target = found.getFirst().file();
                reach(reached, target, specifier(statement), kind(file, statement, List.of(name)));
            } else {
                nowhere.add(written);
            }
            if (!name.isStar() && !found.getFirst().isNamespace()) {
                var definer = definers.behind(found.getFirst().file(), name.name());
                if (definer.isPresent() && definer.get() != file.file().id()) {
                    behind.putIfAbsent(definer.get(), written);
                    nowhere.remove(written);
                }
            }
        }
        nowhere(file, statement, nowhere, sink);
        int source = file.file().id();
        reached.forEach(
                (target, by) ->
                        sink.edge(source, target, by.kind(), statement.line(), by.specifier()));
        behind.keySet().removeAll(reached.keySet());
        behind.forEach(
                (target, specifier) ->
                        sink.edge(
                                source,
                                target,
                                EdgeKind.RE_EXPORT_TARGET,
                                statement.line(),
                                specifier));
    }

    private record Reached(EdgeKind kind, String specifier) {}

    private static void reach(
            Map<Integer, Reached> reached, int target, String specifier, EdgeKind kind) {
        reached.merge(
                target,
                new Reached(kind, specifier),
                (first, second) ->
                        second.kind() == EdgeKind.RE_EXPORT
                                ? new Reached(second.kind(), first.specifier())
                                : first);
    }

    /** {@code from . import x} in the package's own file, where the package has no such name. */
    private static boolean isEmptySelfImport(PythonFile file, Module module, Name name) {
        return module.file() == file.file().id() && !file.definitions().contains(name.name());
    }

    /**
     * Names that a package does not have: each of them missing, or the whole statement external.
     */
    private void nowhere(PythonFile file, Import statement, Set<String> names, Sink sink) {
        if (names.isEmpty()) {
            return;
        }
        if (statement.level() > 0 || modules.isOurs(file, statement.module())) {
            names.forEach(
                    name -> sink.unresolved(file.file().id(), statement.line(), name, MISSING));
        } else {
            notFound(file, statement, specifier(statement), sink);
        }
    }

    private void notFound(PythonFile file, Import statement, String specifier, Sink sink) {
        if (statement.level() > 0 || modules.isOurs(file, statement.module())) {
            sink.unresolved(file.file().id(), statement.line(), specifier, MISSING);
        } else {
            sink.external(
                    file.file().id(),
                    statement.line(),
                    statement.module(),
                    PythonModules.firstSegment(statement.module()));
        }
    }

    /**
     * {@code as} the same name, {@code __all__}, or a star in a package: the convention of PEP 484
     * for re-exports.
     */
    private static EdgeKind kind(PythonFile file, Import statement, List<Name> names) {
        if (statement.typeOnly()) {
            return EdgeKind.TYPE_ONLY;
        }
        if (statement.form() == Form.CALL) {
            return EdgeKind.DYNAMIC;
        }
        boolean isPackage =
                file.file().path().endsWith("/__init__.py")
                        || file.file().path().endsWith("/__init__.pyi");
        boolean passedOn =
                names.stream()
                        .anyMatch(
                                name ->
                                        name.isStar() && isPackage
                                                || name.aliased()
                                                        && name.boundAs().equals(name.name())
                                                || file.exported().contains(name.boundAs()));
        return passedOn ? EdgeKind.RE_EXPORT : EdgeKind.STATIC;
    }

    private static String specifier(Import statement) {
        return ".".repeat(statement.level()) + statement.module();
    }

    private static String specifier(Import statement, Name name) {
        var module = specifier(statement);
        return module.isEmpty() || module.endsWith(".")
                ? module + name.name()
                : module + "." + name.name();
    }
}
