package dev.skerry.api.wire;

/**
 * The layout of a bucket, said once. Nothing is checked here: whoever takes a name from outside
 * does it before.
 *
 * @param namespace of the resource
 * @param jobUid of the resource
 */
public record Places(String namespace, String jobUid) {

    /** Stands for the pod's own uid in places that are told before there is a pod. */
    public static final String POD_UID = "POD_UID";

    /** Under which name an attempt's pod writes: {@code r1-a2-POD}. */
    public static String runId(int run, int attempt, String podUid) {
        return "r%d-a%d-%s".formatted(run, attempt, podUid);
    }

    /** {@code artifacts/NS/NAME/} */
    public static String artifact(String namespace, String name) {
        return "artifacts/%s/%s/".formatted(namespace, name);
    }

    /** {@code artifacts/NS/NAME/vN/} */
    public static String artifact(String namespace, String name, String version) {
        return artifact(namespace, name) + version + "/";
    }

    /** Of all attempts: {@code checkpoints/NS/JOB_UID/} */
    public String checkpoints() {
        return "checkpoints/%s/%s/".formatted(namespace, jobUid);
    }

    /** Of one pod: {@code checkpoints/NS/JOB_UID/r1-a2-POD/} */
    public String checkpoints(String runId) {
        return checkpoints() + runId + "/";
    }

    /** {@code reports/NS/JOB_UID/} */
    public String reports() {
        return "reports/%s/%s/".formatted(namespace, jobUid);
    }

    /** {@code reports/NS/JOB_UID/POD.json} */
    public String report(String podUid) {
        return reports() + podUid + ".json";
    }
}
