package dev.skerry.trainer.ingest.resolve.java;

import dev.skerry.trainer.ingest.parse.JavaFile;
import dev.skerry.trainer.ingest.resolve.EdgeKind;
import dev.skerry.trainer.ingest.resolve.Resolver;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Java's imports and the names of types as edges, by the scopes of the language specification (6.3,
 * 6.4.1): a type of the file itself, a single import, the same package, an import on demand.
 */
public final class JavaResolver implements Resolver<JavaFile> {

    private final JavaTypes types;

    public JavaResolver(Collection<JavaFile> files) {
        this.types = new JavaTypes(files);
    }

    @Override
    public void resolve(JavaFile file, Sink sink) {
        var imported = new HashSet<String>();
        for (var statement : file.imports()) {
            if (!statement.wildcard()) {
                imported.add(statement.name().substring(statement.name().lastIndexOf('.') + 1));
            }
        }
        var left = references(file, imported, sink);
        var onDemand = new HashMap<String, Set<Integer>>();
        for (var statement : file.imports()) {
            var found = types.qualified(statement.name(), file);
            if (found.isPresent()) {
                sink.edge(
                        file.file().id(),
                        found.getAsInt(),
                        EdgeKind.STATIC,
                        statement.line(),
                        statement.specifier());
            } else if (statement.wildcard()
                    && !statement.isStatic()
                    && types.hasPackage(statement.name())) {
                var targets =
                        onDemand.computeIfAbsent(
                                statement.name(), name -> targets(file, name, left));
                onDemand(file, statement, targets, sink);
            } else {
                notFound(file, statement, sink);
            }
        }
    }

    /**
     * Types of the same package and qualified names; returns the simple names left for imports on
     * demand.
     */
    private Set<String> references(JavaFile file, Set<String> imported, Sink sink) {
        var left = new HashSet<String>();
        var firstUse = new TreeMap<Integer, Map<Integer, String>>();
        file.references()
                .forEach(
                        (name, line) -> {
                            int dot = name.indexOf('.');
                            var head = dot < 0 ? name : name.substring(0, dot);
                            if (imported.contains(head) || isShadowed(file, head)) {
                                return;
                            }
                            var found = types.inPackage(file.packageName(), head, file);
                            boolean qualified = found.isEmpty() && dot >= 0;
                            if (qualified) {
                                found = types.qualified(name, file);
                            }
                            if (found.isEmpty()) {
                                left.add(head);
                            } else if (found.getAsInt() != file.file().id()) {
                                firstUse.computeIfAbsent(found.getAsInt(), id -> new TreeMap<>())
                                        .merge(line, qualified ? name : head, JavaResolver::lesser);
                            }
                        });
        firstUse.forEach(
                (target, uses) -> {
                    var use = uses.entrySet().iterator().next();
                    sink.edge(
                            file.file().id(),
                            target,
                            EdgeKind.STATIC,
                            use.getKey(),
                            use.getValue());
                });
        return left;
    }

    /** A nested type or a type parameter has the name, wherever the file uses it. */
    private static boolean isShadowed(JavaFile file, String name) {
        return file.declaredNames().contains(name) && !file.headerNames().contains(name);
    }

    private static String lesser(String a, String b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** The files of the types of a package that the file names. */
    private Set<Integer> targets(JavaFile file, String packageName, Set<String> names) {
        var there = types.typesOf(packageName);
        var fewer = there.size() < names.size() ? there : names;
        var more = there.size() < names.size() ? names : there;
        var targets = new LinkedHashSet<Integer>();
        fewer.stream()
                .filter(more::contains)
                .sorted()
                .forEach(name -> types.inPackage(packageName, name, file).ifPresent(targets::add));
        targets.remove(file.file().id());
        return targets;
    }

    private static void onDemand(
            JavaFile file, JavaFile.Import statement, Set<Integer> targets, Sink sink) {
        for (int target : targets) {
            sink.edge(
                    file.file().id(),
                    target,
                    EdgeKind.STATIC,
                    statement.line(),
                    statement.specifier());
        }
        if (targets.isEmpty()) {
            sink.unresolved(
                    file.file().id(), statement.line(), statement.specifier(), Reason.MISSING);
        }
    }

    private void notFound(JavaFile file, JavaFile.Import statement, Sink sink) {
        var packageName = packageOf(statement);
        if (types.isOurs(packageName)) {
            sink.unresolved(
                    file.file().id(), statement.line(), statement.specifier(), Reason.MISSING);
        } else {
            sink.external(file.file().id(), statement.line(), statement.specifier(), packageName);
        }
    }

    /** By convention the segments before the first that begins with a capital. */
    private static String packageOf(JavaFile.Import statement) {
        var name = statement.name();
        int start = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
            if (Character.isUpperCase(name.charAt(start))) {
                return start == 0 ? "" : name.substring(0, start - 1);
            }
            start = dot + 1;
        }
        boolean wholePackage = statement.wildcard() && !statement.isStatic();
        boolean lastIsType = start < name.length() && Character.isUpperCase(name.charAt(start));
        return (wholePackage && !lastIsType) || start == 0 ? name : name.substring(0, start - 1);
    }
}
