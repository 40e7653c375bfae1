package dev.skerry.trainer.ingest.resolve.ecmascript;

import static java.util.Objects.requireNonNull;

import dev.skerry.trainer.ingest.parse.EcmaScriptFile;
import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Reference;
import dev.skerry.trainer.ingest.resolve.EdgeKind;
import dev.skerry.trainer.ingest.resolve.Effort;
import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import dev.skerry.trainer.ingest.resolve.Resolver;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Resolves the imports of JavaScript and TypeScript: relative paths, aliases of the nearest
 * configuration, packages of the repository to their sources, {@code exports} and {@code imports}
 * of packages, and names through barrels to the files that define them. A specifier that leads to a
 * file of the repository which is no node (a style sheet, JSON, a component of another language) is
 * reported as external with the package name {@link #ASSET}.
 */
public final class EcmaScriptResolver implements Resolver<EcmaScriptFile> {

    /** Package name of specifiers that lead to files of the repository which are no nodes. */
    public static final String ASSET = "(asset)";

    /** Modules looked at for the names that one file takes from barrels. */
    private static final long MOST_VISITS = 500_000;

    private final RepositoryTree tree;
    private final Specifiers specifiers;
    private final Barrels barrels;

    /**
     * @param files every parsed file of the family; may be read by any number of threads meanwhile
     */
    public EcmaScriptResolver(RepositoryTree tree, Collection<EcmaScriptFile> files) {
        this.tree = requireNonNull(tree, "tree");
        this.specifiers = new Specifiers(tree);
        this.barrels = new Barrels(files, this::targets);
    }

    @Override
    public void resolve(EcmaScriptFile file, Sink sink) {
        int source = file.file().id();
        var importer = specifiers.importer(file.file().path());
        var effort = new Effort(MOST_VISITS);
        for (var reference : file.references()) {
            int line = reference.line();
            String specifier = reference.specifier();
            if (reference.computed()) {
                sink.unresolved(source, line, specifier, Reason.COMPUTED);
                continue;
            }
            switch (specifiers.resolve(importer, reference)) {
                case Resolution.Module(int id, _) -> {
                    sink.edge(source, id, kind(reference), line, specifier);
                    for (int definer : barrels.definers(id, reference, effort)) {
                        if (definer != source) {
                            sink.edge(source, definer, EdgeKind.RE_EXPORT_TARGET, line, specifier);
                        }
                    }
                }
                case Resolution.Asset _ -> sink.external(source, line, specifier, ASSET);
                case Resolution.External(var packageName) ->
                        sink.external(source, line, specifier, packageName);
                case Resolution.Missing _ ->
                        sink.unresolved(source, line, specifier, Reason.MISSING);
            }
        }
        if (effort.isExhausted()) {
            tree.note(
                    file.file().path(),
                    "the names that it takes lead through too many modules: not all are followed to"
                            + " where they are defined");
        }
    }

    private Function<Reference, OptionalInt> targets(EcmaScriptFile file) {
        var importer = specifiers.importer(file.file().path());
        return reference ->
                specifiers.resolve(importer, reference) instanceof Resolution.Module(int id, _)
                        ? OptionalInt.of(id)
                        : OptionalInt.empty();
    }

    private static EdgeKind kind(Reference reference) {
        return switch (reference.form()) {
            case IMPORT, REQUIRE -> reference.typeOnly() ? EdgeKind.TYPE_ONLY : EdgeKind.STATIC;
            case DYNAMIC_IMPORT -> EdgeKind.DYNAMIC;
            case EXPORT_FROM -> EdgeKind.RE_EXPORT;
            case TYPE_IMPORT, AUGMENTATION, REFERENCE_PATH, REFERENCE_TYPES -> EdgeKind.TYPE_ONLY;
        };
    }
}
