package dev.skerry.cli.job;

import io.grpc.Status;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/** Where the gRPC of a vector store listens. */
record VectorsAddress(String host, int port, boolean tls, Optional<String> apiKey) {
    private static final int USUAL_PORT = 6334;

    /**
     * From QDRANT_URL and QDRANT_API_KEY.
     *
     * @throws IOException where the first is none
     */
    static VectorsAddress of(Map<String, String> environment) throws IOException {
        String url = environment.getOrDefault("QDRANT_URL", "").strip();
        URI uri = parsed(url);
        boolean tls = "https".equals(uri.getScheme());
        boolean plain = "http".equals(uri.getScheme());
        if (!tls && !plain || uri.getHost() == null || uri.getUserInfo() != null) {
            throw wrong(url);
        }
        return new VectorsAddress(
                uri.getHost(),
                uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
                tls,
                Optional.of(environment.getOrDefault("QDRANT_API_KEY", "").strip())
                        .filter(key -> !key.isEmpty()));
    }

    private static URI parsed(String url) throws IOException {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw wrong(url);
        }
    }

    private static IOException wrong(String url) {
        return new IOException(
                "\"%s\" is no address of a vector store; give that of its gRPC, such as http://127.0.0.1:%d"
                        .formatted(url, USUAL_PORT));
    }

    /** What went wrong with a call, for a person. */
    String words(String collection, Throwable cause) {
        Status status = Status.fromThrowable(cause);
        String said =
                status.getDescription() == null
                        ? status.getCode().toString()
                        : status.getDescription();
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED ->
                    "the vector store at %s does not answer: %s; its gRPC port is asked for, %d by default"
                            .formatted(this, root(cause, said), USUAL_PORT);
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                    "the vector store at %s refuses the key: %s; set QDRANT_API_KEY"
                            .formatted(this, said);
            case NOT_FOUND ->
                    "the vector store at %s has no collection %s; is it the one that the operator uses (QDRANT_URL, --vectors-url)?"
                            .formatted(this, collection);
            default -> "the vector store at %s: %s".formatted(this, said);
        };
    }

    /** What the system said, where there was a connection to be made. */
    private static String root(Throwable cause, String said) {
        Throwable root = cause;
        while (root.getCause() != null) root = root.getCause();
        return root == cause || root.getMessage() == null
                ? said
                : root.getMessage().replaceFirst("^.*error\\(-?\\d+\\): ", "");
    }

    /** Without the key, fit for messages. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + host + ":" + port;
    }
}
