package dev.skerry.local.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whether a program answers. */
@FunctionalInterface
interface Probe {
    Duration LIMIT = Duration.ofSeconds(3);

    /** What is wrong, in a few words; empty where nothing is. */
    String problem() throws InterruptedException;

    /** Something listens on this loopback port. */
    static Probe tcp(int port) {
        return () -> {
            try (var socket = new Socket()) {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                socket.connect(address, (int) LIMIT.toMillis());
                return "";
            } catch (IOException e) {
                return "does not listen on port " + port;
            }
        };
    }

    /**
     * This address answers with a status from 200 to 299.
     *
     * @param authority who signed the server's certificate
     */
    static Probe https(URI address, X509Certificate authority) throws IOException {
        var client =
                HttpClient.newBuilder()
                        .connectTimeout(LIMIT)
                        .sslContext(trusting(authority))
                        .build();
        var request = HttpRequest.newBuilder(address).timeout(LIMIT).GET().build();
        return () -> {
            try {
                int status = client.send(request, BodyHandlers.discarding()).statusCode();
                return status / 100 == 2 ? "" : address.getPath() + " answers " + status;
            } catch (IOException e) {
                return address.getPath() + " does not answer";
            }
        };
    }

    private static SSLContext trusting(X509Certificate authority) throws IOException {
        try {
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority);
            var managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot trust the cluster's own authority: " + e.getMessage(), e);
        }
    }
}
