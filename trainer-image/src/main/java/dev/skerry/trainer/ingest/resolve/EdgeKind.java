package dev.skerry.trainer.ingest.resolve;

/** How one file refers to another; {@link #id} is what {@code edges.tsv} says. */
public enum EdgeKind {
    STATIC("static"),
    /** An import at run time with a literal argument. */
    DYNAMIC("dynamic"),
    TYPE_ONLY("type-only"),
    /** The statement that passes a name on. */
    RE_EXPORT("re-export"),
    /** From an importer through a re-exporting file to the file that defines the name. */
    RE_EXPORT_TARGET("re-export-target");

    private final String id;

    EdgeKind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
