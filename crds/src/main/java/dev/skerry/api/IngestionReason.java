package dev.skerry.api;

/**
 * Reasons in the conditions of an {@link IngestionJob}. Names are API; the reference is made from
 * here.
 */
public enum IngestionReason {
    NOT_YET_OBSERVED("NotYetObserved", "The operator has not seen this object yet."),

    PENDING("Pending", "The next attempt is about to start."),
    WAITING("Waiting", "Something outside the job must happen first; waitingOn says what."),
    STARTING("Starting", "A pod is being brought up."),
    FETCHING("Fetching", "The repository is being fetched."),
    PARSING("Parsing", "Source files are being parsed."),
    RESOLVING("Resolving", "Imports are being resolved to files."),
    BUILDING_GRAPH("BuildingGraph", "The import graph is being built."),
    EMBEDDING("Embedding", "Vectors are being trained."),
    PUBLISHING("Publishing", "Vectors are being uploaded."),
    SWEEPING("Sweeping", "Points of earlier runs are being removed."),
    RETRYING("Retrying", "An attempt failed and another one is due."),
    ENDING("Ending", "An attempt is being ended."),
    SUSPENDED("Suspended", "spec.suspend is true."),
    SUCCEEDED("Succeeded", "The vectors are published."),
    FAILED("Failed", "The run failed and is not tried again; see attempts."),

    VALID("Valid", "The spec is valid and what it refers to is there."),
    INVALID("Invalid", "The spec cannot be followed; the message says what to change."),
    REPOSITORY_CLAIMED(
            "RepositoryClaimed",
            "Another job of this namespace already writes the same files to the same collection."),

    BUCKET_READY("BucketReady", "The bucket is there."),
    STORAGE_UNAVAILABLE("StorageUnavailable", "Object storage does not answer; it is asked again."),
    STORAGE_REFUSED("StorageRefused", "Object storage refuses us; its administrator must act."),

    COLLECTION_EXISTS(
            "CollectionExists", "The collection is there and holds vectors of the right size."),
    VECTORS_UNAVAILABLE(
            "VectorsUnavailable", "The vector store does not answer; it is asked again."),
    VECTORS_REFUSED("VectorsRefused", "The vector store refuses us; its administrator must act."),
    DIMENSION_MISMATCH(
            "DimensionMismatch",
            "The collection holds vectors of another size than this job makes."),

    REPORTING("Reporting", "The program reports in time."),
    REPORTS_LATE(
            "ReportsLate",
            "The program has not reported for longer than agreed; it may still be well."),
    NOT_RUNNING("NotRunning", "No program is running."),

    IN_PROGRESS("InProgress", "Something is still to come."),
    FINISHED("Finished", "Nothing is still to come."),
    NOT_STALLED("NotStalled", "Nothing is in the way that needs the user."),
    RETRIES_EXHAUSTED("RetriesExhausted", "The failure class has no retries left."),
    ATTEMPT_REMOVED("AttemptRemoved", "Somebody removed the Job of the running attempt.");

    private final String id;
    private final String description;

    IngestionReason(String id, String description) {
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
