package dev.skerry.trainer.ingest.parse;

import java.util.Locale;
import java.util.Optional;

/** The languages whose files are nodes of the import graph. */
public enum Language {
    PYTHON,
    JAVASCRIPT,
    TYPESCRIPT,
    JAVA;

    /** The language of a path by its extension, empty where the file is no node. */
    public static Optional<Language> ofPath(String path) {
        var extension = path.substring(path.lastIndexOf('.') + 1);
        return switch (extension) {
            case "py", "pyi" -> Optional.of(PYTHON);
            case "js", "jsx", "mjs", "cjs" -> Optional.of(JAVASCRIPT);
            case "ts", "tsx", "mts", "cts" -> Optional.of(TYPESCRIPT);
            case "java" -> Optional.of(JAVA);
            default -> Optional.empty();
        };
    }

    /** The name used in {@code files.tsv}, point payloads and {@code spec.languages}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
