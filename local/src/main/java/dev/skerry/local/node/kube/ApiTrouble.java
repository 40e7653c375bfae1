package dev.skerry.local.node.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** What the API server said, without the client's wrapping. */
public final class ApiTrouble {
    private ApiTrouble() {}

    public static String words(RuntimeException e) {
        if (e instanceof KubernetesClientException k
                && k.getStatus() != null
                && k.getStatus().getMessage() != null) {
            return k.getStatus().getMessage();
        }
        if (e instanceof KubernetesClientException k && k.getCode() > 0) return k.getMessage();
        var cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
