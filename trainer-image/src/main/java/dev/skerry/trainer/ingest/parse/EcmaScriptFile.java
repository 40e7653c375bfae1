package dev.skerry.trainer.ingest.parse;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a JavaScript or TypeScript file says about its imports.
 *
 * @param references every statement or call that names another module, in the order of the source
 * @param exports exported name to the local name behind it, without the names of {@code export …
 *     from}; a default export that is not a plain identifier maps {@code default} to itself
 */
public record EcmaScriptFile(
        SourceFile file,
        List<Reference> references,
        Map<String, String> exports,
        List<String> notes)
        implements ParsedFile {

    /** The name that stands for a module's whole namespace in {@link Name#imported}. */
    public static final String NAMESPACE = "*";

    public static final String DEFAULT = "default";

    public EcmaScriptFile {
        Objects.requireNonNull(file, "file");
        references = List.copyOf(references);
        exports = Map.copyOf(exports);
        notes = List.copyOf(notes);
    }

    /** How the other module is named. */
    public enum Form {
        /** {@code import …}, {@code import x = require(…)}. */
        IMPORT,
        /** {@code require(…)} and {@code require.resolve(…)}. */
        REQUIRE,
        /** {@code import(…)} as an expression. */
        DYNAMIC_IMPORT,
        /** {@code import("…")} where a type is expected. */
        TYPE_IMPORT,
        /** {@code export … from "…"}. */
        EXPORT_FROM,
        /** {@code declare module "…"} that adds to another module. */
        AUGMENTATION,
        /** {@code /// <reference path="…" />}: a path even without a leading dot. */
        REFERENCE_PATH,
        /** {@code /// <reference types="…" />}. */
        REFERENCE_TYPES
    }

    /**
     * One statement or call.
     *
     * @param line of its first character, from 1
     * @param typeOnly whether nothing of it is left at run time
     * @param computed whether the argument is no literal; {@code specifier} is then the source
     *     text, cut
     * @param names the names taken from the other module, empty where the whole module is meant
     */
    public record Reference(
            int line,
            Form form,
            boolean typeOnly,
            boolean computed,
            String specifier,
            List<Name> names) {

        public Reference {
            Objects.requireNonNull(form, "form");
            Objects.requireNonNull(specifier, "specifier");
            names = List.copyOf(names);
        }
    }

    /**
     * One name of an import or of an {@code export … from}.
     *
     * @param imported the name in the other module, {@link #DEFAULT} or {@link #NAMESPACE}
     * @param local the name it gets here; for {@code export * from} again {@link #NAMESPACE}
     */
    public record Name(String imported, String local) {}
}
