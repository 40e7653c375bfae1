package dev.skerry.api;

/** What the specs of all kinds of job have in common. Fields that are absent are null. */
public interface JobSpec {
    Resources resources();

    Accelerator accelerator();

    Scheduling scheduling();

    Retries retries();

    Boolean suspend();

    /** Who runs the job; null for this operator. */
    String managedBy();

    Integer activeDeadlineSeconds();

    Integer stallTimeoutSeconds();

    Integer ttlSecondsAfterFinished();
}
