package dev.skerry.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** What the API server said when it did not do something. */
public final class Refusals {
    private static final int UNPROCESSABLE = 422;

    private Refusals() {}

    /** In its own words, without the client's. */
    public static String sentence(KubernetesClientException e) {
        var status = e.getStatus();
        if (status != null && status.getMessage() != null)
            return "the API server refuses: " + status.getMessage();
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : "the API server does not answer: " + e.getCause().getMessage();
    }

    /**
     * Whether the object itself is wrong, so that the same would be refused whenever it is tried. A
     * missing right, a quota and a conflict pass.
     */
    public static boolean forGood(KubernetesClientException e) {
        return e.getCode() == UNPROCESSABLE || e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST;
    }
}
