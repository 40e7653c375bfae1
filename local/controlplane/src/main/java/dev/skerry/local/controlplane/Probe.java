package dev.skerry.local.controlplane;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

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
        try {
            var password = new char[0];
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, password);
            keys.setKeyEntry(
                    "me", identity.privateKey(), password, new Certificate[] {identity.x509()});
            var keyManagers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, password);
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, password);
            trusted.setCertificateEntry("ca", ca.x509());
            var trustManagers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trustManagers.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return new Probe(HttpClient.newBuilder().sslContext(context));
        } catch (GeneralSecurityException e) {
            throw new IOException("setting up TLS with " + ca.certificate(), e);
        }
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
