package dev.skerry.trainer.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skerry.api.wire.ReportReply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Posts reports; one call at a time, each within a limit. Answers are read up to a bound. */
final class HttpReports implements AutoCloseable {

    private static final int MOST_ANSWER_BYTES = 16 * 1024;
    private static final int MOST_TOKEN_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ReportTarget target;
    private final Duration limit;
    private HttpClient client;
    private FileTime caOf;

    HttpReports(ReportTarget target, Duration limit) {
        this.target = target;
        this.limit = limit;
    }

    Delivery post(byte[] body) throws InterruptedException {
        HttpResponse<byte[]> answer;
        try {
            var request =
                    HttpRequest.newBuilder(target.url())
                            .timeout(limit)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            if (target.tokenFile().isPresent()) {
                request.header("Authorization", "Bearer " + token(target.tokenFile().get()));
            }
            answer = send(request.build());
        } catch (IOException | RuntimeException e) {
            return new Delivery.Failed(describe(e));
        } catch (GeneralSecurityException e) {
            return new Delivery.Failed("SKERRY_CA_FILE cannot be used: " + describe(e));
        }
        return switch (answer.statusCode()) {
            case 200 -> accepted(answer.body());
            case 400, 403, 404, 409, 413 -> new Delivery.Refused(answer.statusCode());
            default -> new Delivery.Failed("HTTP " + answer.statusCode(), retryAfter(answer));
        };
    }

    /** In seconds; the form with a date is none that the operator sends. */
    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static Delivery accepted(byte[] body) {
        try {
            var reply = JSON.readValue(body, ReportReply.class);
            return reply == null
                    ? new Delivery.Failed("the answer is empty")
                    : new Delivery.Accepted(reply);
        } catch (IOException e) {
            return new Delivery.Failed("the answer is not a report's");
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request)
            throws IOException, GeneralSecurityException, InterruptedException {
        var future =
                client().sendAsync(
                                request,
                                BodyHandlers.limiting(
                                        BodyHandlers.ofByteArray(), MOST_ANSWER_BYTES));
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            future.cancel(true);
        }
    }

    private static String token(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_TOKEN_BYTES), StandardCharsets.UTF_8).strip();
        }
    }

    /** Made anew when the CA file has changed. */
    private HttpClient client() throws IOException, GeneralSecurityException {
        var changed =
                target.caFile().isPresent()
                        ? Files.getLastModifiedTime(target.caFile().get())
                        : FileTime.fromMillis(0);
        if (client == null || !changed.equals(caOf)) {
            close();
            var builder =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(limit);
            if (target.caFile().isPresent()) {
                builder.sslContext(trusting(target.caFile().get()));
            }
            client = builder.build();
            caOf = changed;
        }
        return client;
    }

    private static SSLContext trusting(Path caFile) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(caFile)) {
            int number = 0;
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String describe(Exception e) {
        var cause = e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
        return cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    @Override
    public void close() {
        if (client != null) {
            client.shutdownNow();
            client = null;
        }
    }
}
