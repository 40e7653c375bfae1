package dev.skerry.operator.vectors;

/**
 * One run's points in a collection, as their payload names it.
 *
 * @param jobUid of the job that made them; empty where the payload does not say
 */
public record StoredRun(String runId, String jobUid) {}
