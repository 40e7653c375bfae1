package dev.skerry.local.controlplane;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks health endpoints over HTTP or mutual TLS. Thread-safe. */
final class Probe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private final HttpClient client;

    private Probe(HttpClient.Builder builder) {
        this.client = builder.connectTimeout(PATIENCE).version(HttpClient.Version.HTTP_1_1).build();
    }

    static Probe plain() {
        return new Probe(HttpClient.newBuilder());
    }

    /** Trusts only {@code ca} and shows {@code identity}. */
    static Probe mutual(CertificateAuthority ca, Credential identity) throws IOException {
        return new Probe(HttpClient.newBuilder().sslContext(Tls.mutual(ca, identity)));
    }

    /** Empty if the endpoint answered 200, else what happened. */
    String ask(URI uri) throws InterruptedException {
        return ask(uri, 200);
    }

    /** Empty if the endpoint answered so, else what happened. */
    String ask(URI uri, int status) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() == status) return "";
            var body = response.body();
            return "GET %s answered %d: %s"
                    .formatted(
                            uri,
                            response.statusCode(),
                            body.substring(0, Math.min(body.length(), 400)));
        } catch (IOException e) {
            return "GET %s: %s"
                    .formatted(
                            uri,
                            e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
