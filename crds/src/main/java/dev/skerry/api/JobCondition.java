package dev.skerry.api;

/** The conditions that every job carries, of whatever kind. */
public enum JobCondition implements ConditionType {
    READY("Ready", "True when the job succeeded."),
    RECONCILING("Reconciling", "True while anything is still to come."),
    STALLED("Stalled", "True when we have given up, or cannot go on without the user."),
    ACCEPTED("Accepted", "True when the spec is valid and what it refers to is there."),
    STORAGE_READY("StorageReady", "True when the bucket is there."),
    PROGRESS_FRESH("ProgressFresh", "True while the running program reports in time.");

    private final String id;
    private final String description;

    JobCondition(String id, String description) {
        this.id = id;
        this.description = description;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }
}
