package dev.skerry.api;

import java.util.List;
import java.util.Map;

/** What the statuses of all kinds of job have in common. Fields that are absent are null. */
public interface JobStatus {
    Long observedGeneration();

    String phase();

    String waitingOn();

    List<Condition> conditions();

    Integer run();

    Inputs inputs();

    String bucket();

    Progress progress();

    List<Attempt> attempts();

    Map<String, Long> failures();

    Long activeSeconds();

    String nextAttemptAt();

    String advancedAt();

    String finishedAt();

    Failure failure();

    String removingSince();

    SavedCheckpoint checkpoint();
}
