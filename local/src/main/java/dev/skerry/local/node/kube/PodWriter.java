package dev.skerry.local.node.kube;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Locale;

/** The two writes a node does to a pod. */
public final class PodWriter {
    /** What became of a write. */
    public enum Outcome {
        DONE,
        /** There is no such pod any more, at most another of its name: nothing is left to write. */
        GONE
    }

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;

    public PodWriter(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Merges the status, with the uid as precondition. {@code metadata} of {@code pod} names it.
     *
     * @throws KubernetesClientException when it should be tried again
     */
    public Outcome patchStatus(Pod pod, PodStatus status) {
        var metadata = pod.getMetadata();
        var patch = StatusPatch.of(metadata.getUid(), status);
        return unlessGone(
                () ->
                        PatchCall.send(
                                client, path(pod) + "/status", PatchCall.STRATEGIC_MERGE, patch));
    }

    /**
     * Removes the pod at once: its processes are gone.
     *
     * @throws KubernetesClientException when it should be tried again
     */
    public Outcome delete(Pod pod) {
        var metadata = pod.getMetadata();
        var options =
                new DeleteOptionsBuilder()
                        .withGracePeriodSeconds(0L)
                        .withNewPreconditions()
                        .withUid(metadata.getUid())
                        .endPreconditions()
                        .build();
        return unlessGone(() -> client.raw(path(pod), "DELETE", options));
    }

    private static String path(Pod pod) {
        var metadata = pod.getMetadata();
        return "/api/v1/namespaces/" + metadata.getNamespace() + "/pods/" + metadata.getName();
    }

    private static Outcome unlessGone(Runnable write) {
        try {
            write.run();
            return Outcome.DONE;
        } catch (KubernetesClientException e) {
            boolean another =
                    e.getCode() == CONFLICT
                            && ApiTrouble.words(e).toLowerCase(Locale.ROOT).contains("uid");
            if (e.getCode() == NOT_FOUND || another) return Outcome.GONE;
            throw e;
        }
    }
}
