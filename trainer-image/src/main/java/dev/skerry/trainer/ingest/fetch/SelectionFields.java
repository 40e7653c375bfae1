package dev.skerry.trainer.ingest.fetch;

/** What the parts of a {@link Selection} are called where its user writes them. */
public enum SelectionFields {
    /** Of an IngestionJob. */
    SPEC("spec.repository.", "spec."),
    /** Of {@code skerry ingest}. */
    OPTIONS("--", "--");

    private final String before;
    private final String beforeLanguages;

    SelectionFields(String before, String beforeLanguages) {
        this.before = before;
        this.beforeLanguages = beforeLanguages;
    }

    String subdirectory() {
        return before + "subdirectory";
    }

    String include() {
        return before + "include";
    }

    String exclude() {
        return before + "exclude";
    }

    String languages() {
        return beforeLanguages + "languages";
    }
}
