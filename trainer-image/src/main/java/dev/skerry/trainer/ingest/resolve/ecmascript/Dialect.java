package dev.skerry.trainer.ingest.resolve.ecmascript;

import java.util.List;

/**
 * Whose rules an importer follows where they differ: the compiler's, which prefers typed sources,
 * or the run time's. The other dialect's extensions come after the own ones, for bundlers accept
 * both.
 */
enum Dialect {
    TYPESCRIPT(
            List.of(
                    ".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mts", ".cts", ".mjs", ".cjs", ".d.mts",
                    ".d.cts"),
            List.of("types", "typings")),
    JAVASCRIPT(
            List.of(
                    ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts",
                    ".d.cts"),
            List.of());

    private final List<String> extensions;
    private final List<String> declarationFields;

    Dialect(List<String> extensions, List<String> declarationFields) {
        this.extensions = extensions;
        this.declarationFields = declarationFields;
    }

    /** Extensions to append to a path without one, most wanted first. */
    List<String> extensions() {
        return extensions;
    }

    /** Fields of {@code package.json} that only this dialect reads. */
    List<String> declarationFields() {
        return declarationFields;
    }
}
