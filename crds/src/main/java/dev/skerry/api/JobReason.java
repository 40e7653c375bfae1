package dev.skerry.api;

/** Reasons in the conditions of every job, of whatever kind. */
public enum JobReason implements Reason {
    NOT_YET_OBSERVED("NotYetObserved", "The operator has not seen this object yet."),
    PENDING("Pending", "The next attempt is about to start."),
    WAITING("Waiting", "Something outside the job must happen first; waitingOn says what."),
    STARTING("Starting", "A pod is being brought up."),
    SWEEPING("Sweeping", "What earlier runs left is being removed."),
    RETRYING("Retrying", "An attempt failed and another one is due."),
    ENDING("Ending", "An attempt is being ended."),
    SUSPENDED("Suspended", "spec.suspend is true."),
    SUCCEEDED("Succeeded", "The result is published."),
    FAILED("Failed", "The run failed and is not tried again; see attempts."),
    VALID("Valid", "The spec is valid and what it refers to is there."),
    INVALID("Invalid", "The spec cannot be followed; the message says what to change."),
    BUCKET_READY("BucketReady", "The bucket is there."),
    STORAGE_UNAVAILABLE("StorageUnavailable", "Object storage does not answer; it is asked again."),
    STORAGE_REFUSED("StorageRefused", "Object storage refuses us; its administrator must act."),
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

    JobReason(String id, String description) {
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
