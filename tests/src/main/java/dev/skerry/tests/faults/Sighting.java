package dev.skerry.tests.faults;

import dev.skerry.api.IngestionJobStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One look at a job and its children while it runs. Lists are of one moment each, not all of the
 * same.
 *
 * @param status empty where the API server did not tell
 * @param activeJobs names of Jobs that are neither Complete nor Failed
 * @param activePods names of pods that are neither Succeeded nor Failed
 * @param trainers uids of pods whose program runs on this machine
 */
record Sighting(
        Optional<IngestionJobStatus> status,
        List<String> activeJobs,
        List<String> activePods,
        Set<String> trainers) {}
