package dev.skerry.api;

/** The types of conditions that a job always carries, in the order of its status. */
public enum ConditionType {
    READY("Ready", "True when the job succeeded."),
    RECONCILING("Reconciling", "True while anything is still to come."),
    STALLED("Stalled", "True when we have given up, or cannot go on without the user."),
    ACCEPTED("Accepted", "True when the spec is valid and what it refers to is there."),
    STORAGE_READY("StorageReady", "True when the bucket is there."),
    COLLECTION_READY(
            "CollectionReady",
            "True when the collection is there and holds vectors of the right size."),
    PROGRESS_FRESH("ProgressFresh", "True while the running program reports in time.");

    private final String id;
    private final String description;

    ConditionType(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /** The name in status. */
    public String id() {
        return id;
    }

    /** One sentence for the reference. */
    public String description() {
        return description;
    }
}
