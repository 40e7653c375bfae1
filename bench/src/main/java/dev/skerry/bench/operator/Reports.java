package dev.skerry.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Posts what a pod would post. */
final class Reports implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI operator;
    private final HttpClient http;

    Reports(URI operator, Path certificate) throws IOException {
        this.operator = operator;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .sslContext(trust(certificate))
                        .build();
    }

    record Answer(int status, JsonNode body) {}

    Answer post(Crowd.Member member, Map<String, ?> report)
            throws IOException, InterruptedException {
        var path = "/v1/reports/%s/ingestionjobs/%s".formatted(Crowd.NAMESPACE, member.name());
        var request =
                HttpRequest.newBuilder(operator.resolve(path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + member.token())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(report)))
                        .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        var body = answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.nullNode();
        return new Answer(answer.statusCode(), body);
    }

    static Map<String, Object> progress(long seq, int percent, int epoch, int epochs) {
        var report = new LinkedHashMap<String, Object>();
        report.put("run", 1);
        report.put("attempt", 1);
        report.put("seq", seq);
        report.put("stage", "Embed");
        report.put("percent", percent);
        report.put(
                "counters",
                Map.of("files", 2818, "filesTotal", 2818, "edges", 9120, "pairs", seq * 1000));
        report.put("metrics", Map.of("epoch", "" + epoch, "epochs", "" + epochs, "loss", "1.83"));
        return report;
    }

    static Map<String, Object> result(long seq, Crowd.Member member) {
        var report = progress(seq, 100, 10, 10);
        report.put("stage", "Publish");
        report.put(
                "result",
                Map.of(
                        "runId",
                        "r1-a1-" + member.podUid(),
                        "commit",
                        COMMIT,
                        "collection",
                        Crowd.NAMESPACE + ".code",
                        "files",
                        2818,
                        "edges",
                        9120,
                        "isolated",
                        212));
        return report;
    }

    /** Posts until it is accepted: the pod informer may not know the pod yet. */
    void untilAccepted(Crowd.Member member, Map<String, ?> report) {
        Crowd.until(
                "a report of " + member.name() + " accepted",
                () -> {
                    try {
                        return post(member, report).status() == 200;
                    } catch (IOException e) {
                        return false;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return true;
                    }
                });
    }

    private static SSLContext trust(Path certificate) throws IOException {
        try (var pem = Files.newInputStream(certificate)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
