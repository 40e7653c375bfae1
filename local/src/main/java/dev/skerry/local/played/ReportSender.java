package dev.skerry.local.played;

import dev.skerry.local.controlplane.CertificateAuthority;
import dev.skerry.local.controlplane.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts to an operator what a pod would post, or would never. Thread-safe. */
public final class ReportSender implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI operator;
    private final HttpClient http;

    /**
     * @param operator the root that reports are taken at
     * @param ca whom pods of this cluster trust
     */
    public ReportSender(URI operator, CertificateAuthority ca) throws IOException {
        this(operator, ca, InetAddress.getLoopbackAddress());
    }

    /**
     * @param from an address of this machine
     */
    public ReportSender(URI operator, CertificateAuthority ca, InetAddress from)
            throws IOException {
        this.operator = operator;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .localAddress(from)
                        .connectTimeout(PATIENCE)
                        .sslContext(Tls.trusting(ca))
                        .build();
    }

    public HttpResponse<String> post(String namespace, String job, String token, String body)
            throws IOException, InterruptedException {
        return post(namespace, "ingestionjobs", job, token, body);
    }

    /**
     * @param plural of the job's kind
     */
    public HttpResponse<String> post(
            String namespace, String plural, String job, String token, String body)
            throws IOException, InterruptedException {
        var path = "/v1/reports/%s/%s/%s".formatted(namespace, plural, job);
        var request =
                HttpRequest.newBuilder(operator.resolve(path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.close();
    }
}
