package dev.skerry.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * {@code job.json}: all that a workload is told besides credentials. Immutable for one attempt.
 *
 * @param version of this format, 1
 * @param uid of the resource
 * @param reportUrl where {@link Report}s are posted; empty where there is no operator
 * @param intervalSeconds wished time between two reports
 * @param limits absent where the operator is older than they are: those of {@link Limits#USUAL}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobFile<S>(
        int version,
        String kind,
        String namespace,
        String name,
        String uid,
        int run,
        int attempt,
        String reportUrl,
        int intervalSeconds,
        Storage storage,
        Vectors vectors,
        Limits limits,
        S spec) {

    /** Version of the format that this code writes and reads. */
    public static final int VERSION = 1;

    /**
     * Where the workload may write. Prefixes end with a slash; {@code POD_UID} stands for the pod's
     * own uid.
     *
     * @param artifactPrefix such as {@code artifacts/demo/flask/}
     * @param checkpointPrefix such as {@code checkpoints/demo/UID/r1-a2-POD_UID/}
     * @param reportKey such as {@code reports/demo/UID/POD_UID.json}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Storage(
            String bucket,
            String artifactName,
            String artifactPrefix,
            String checkpointPrefix,
            String reportKey) {}

    /**
     * What a program may count on when it saves and stops.
     *
     * @param graceSeconds from SIGTERM to SIGKILL
     * @param saveSeconds of these for a last checkpoint
     * @param checkpointSeconds between two checkpoints that go to object storage
     * @param checkpointsKept of one pod there
     */
    public record Limits(
            int graceSeconds, int saveSeconds, int checkpointSeconds, int checkpointsKept) {
        /** Where nothing else is said. */
        public static final Limits USUAL = new Limits(30, 9, 60, 2);
    }

    /**
     * Where vectors go; absent for kinds without any.
     *
     * @param collection full name
     * @param runId of this attempt's points; {@code POD_UID} stands for the pod's own uid
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Vectors(String collection, String runId) {}
}
