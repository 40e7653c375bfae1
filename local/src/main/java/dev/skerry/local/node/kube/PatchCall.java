package dev.skerry.local.node.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** PATCH and nothing else: the client's own patch reads the object first, which a node may not. */
final class PatchCall {
    static final String MERGE = "application/merge-patch+json";
    static final String STRATEGIC_MERGE = "application/strategic-merge-patch+json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS = 15;

    private PatchCall() {}

    /**
     * @param path from {@code /api} on
     * @throws KubernetesClientException with the server's code and words, code 0 when it cannot be
     *     reached
     */
    static void send(KubernetesClient client, String path, String type, String patch) {
        var server = client.getMasterUrl().toString().replaceFirst("/$", "");
        var http = client.getHttpClient();
        var request =
                http.newHttpRequestBuilder()
                        .uri(server + path)
                        .method("PATCH", type, patch)
                        .build();
        try {
            var answer = http.sendAsync(request, String.class).get(SECONDS, TimeUnit.SECONDS);
            if (!answer.isSuccessful()) {
                throw new KubernetesClientException(
                        words(answer.bodyString()), answer.code(), null);
            }
        } catch (ExecutionException | TimeoutException | IOException e) {
            throw new KubernetesClientException("PATCH " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("PATCH " + path + ": interrupted", e);
        }
    }

    private static String words(String body) {
        try {
            return JSON.readTree(body).path("message").asText(body);
        } catch (JsonProcessingException e) {
            return body;
        }
    }
}
