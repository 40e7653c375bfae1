package dev.skerry.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** What an API server has against a call, for a person. */
public final class ApiWords {
    private ApiWords() {}

    public static String of(KubernetesClientException e) {
        return of(e, "the API server");
    }

    /**
     * @param server what it is called
     */
    public static String of(KubernetesClientException e, String server) {
        String said = e.getStatus() == null ? "" : text(e.getStatus().getMessage());
        return switch (e.getCode()) {
            case 0, -1 -> server + " does not answer: " + root(e);
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                    server + " does not know you; check the user of your kubeconfig";
            case HttpURLConnection.HTTP_FORBIDDEN -> server + " forbids it: " + or(said, e);
            default -> server + " answers " + e.getCode() + ": " + or(said, e);
        };
    }

    private static String or(String said, KubernetesClientException e) {
        return said.isEmpty() ? root(e) : said;
    }

    private static String root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        String said = text(cause.getMessage());
        return said.isEmpty() ? cause.getClass().getSimpleName() : said;
    }

    private static String text(String text) {
        return text == null ? "" : text.strip();
    }
}
