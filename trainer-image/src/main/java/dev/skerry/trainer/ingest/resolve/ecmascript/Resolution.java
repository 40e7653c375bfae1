package dev.skerry.trainer.ingest.resolve.ecmascript;

/** Where a specifier leads. */
sealed interface Resolution {

    /** A node of the graph. */
    record Module(int id, String path) implements Resolution {}

    /**
     * A file of the repository that is no node: a style sheet, an image, JSON, a component of
     * another language.
     */
    record Asset(String path) implements Resolution {}

    record External(String packageName) implements Resolution {}

    /** It points into the repository at nothing. */
    record Missing() implements Resolution {}
}
