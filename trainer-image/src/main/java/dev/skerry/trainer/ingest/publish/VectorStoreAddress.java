package dev.skerry.trainer.ingest.publish;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the vector store's gRPC listens.
 *
 * @param apiKey sent with every call
 */
public record VectorStoreAddress(String host, int port, boolean tls, Optional<String> apiKey) {

    /** Qdrant's port for gRPC. */
    public static final int DEFAULT_PORT = 6334;

    public VectorStoreAddress {
        requireNonNull(host);
        requireNonNull(apiKey);
    }

    /**
     * From {@code QDRANT_URL} ({@code http} or {@code https}, default port 6334) and {@code
     * QDRANT_API_KEY}.
     *
     * @param problems gets one line for each thing that is wrong
     * @return empty where there is a problem
     */
    public static Optional<VectorStoreAddress> fromEnvironment(
            Map<String, String> environment, List<String> problems) {
        var url = environment.getOrDefault("QDRANT_URL", "").strip();
        if (url.isEmpty()) {
            problems.add("QDRANT_URL: is not set; give the vector store's gRPC address");
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            problems.add("QDRANT_URL: is no URL; give one such as http://qdrant:6334");
            return Optional.empty();
        }
        boolean tls = "https".equals(uri.getScheme());
        if ((!tls && !"http".equals(uri.getScheme()))
                || uri.getHost() == null
                || uri.getUserInfo() != null) {
            problems.add(
                    "QDRANT_URL: must be http or https with a host and no credentials; give one such as http://qdrant:6334");
            return Optional.empty();
        }
        var key = environment.getOrDefault("QDRANT_API_KEY", "").strip();
        return Optional.of(
                new VectorStoreAddress(
                        uri.getHost(),
                        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                        tls,
                        key.isEmpty() ? Optional.empty() : Optional.of(key)));
    }

    /** Without the key, fit for messages. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + host + ":" + port;
    }
}
