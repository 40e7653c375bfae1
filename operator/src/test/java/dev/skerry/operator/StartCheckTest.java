package dev.skerry.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.operator.config.Given;
import dev.skerry.operator.config.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartCheckTest {
    @TempDir Path folder;
    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void whatIsEnough() throws Exception {
        var pem = Files.writeString(folder.resolve("ca.pem"), anyCertificate()).toString();
        var key = Files.writeString(folder.resolve("tls.key"), "x").toString();
        settings.put("SKERRY_STORAGE_ENDPOINT", "https://s3.example.org");
        settings.put("SKERRY_STORAGE_ACCESS_KEY", "key");
        settings.put("SKERRY_STORAGE_SECRET_KEY", "secret");
        settings.put("SKERRY_VECTORS_URL", "http://qdrant.qdrant.svc:6334");
        settings.put("SKERRY_REPORT_URL", "https://skerry-reports.skerry-system.svc:8443");
        settings.put("SKERRY_REPORT_CA_FILE", pem);
        settings.put("SKERRY_REPORT_TLS_CERT", pem);
        settings.put("SKERRY_REPORT_TLS_KEY", key);
    }

    @Test
    void whatIsEnoughIsTaken() {
        assertThat(problems()).isEmpty();
    }

    @Test
    void aNetworkThatIsNoneIsNamed() {
        settings.put(
                "SKERRY_INGESTION_DENIED_NETWORKS",
                "10.0.0.0/8, fd00::/8, 10.0.0.0/99, 10.1, 300.1.1.1");
        assertThat(problems())
                .extracting(Problem::toString)
                .hasSize(3)
                .allSatisfy(p -> assertThat(p).contains("is no network; write it as 10.0.0.0/8"));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        settings.put("SKERRY_REPORT_INTERVAL", "fast");
        settings.put("SKERRY_REPORT_WRITES_PER_SECOND", "many");
        settings.put("SKERRY_STORAGE_SHARE_CREDENTIALS", "yes");
        settings.put("SKERRY_STORAGE_BUCKET", "A");
        settings.remove("SKERRY_STORAGE_SECRET_KEY");
        settings.put("SKERRY_STORAGE_ACCESS_KEY", "  ");
        assertThat(problems())
                .extracting(Problem::where)
                .containsExactlyInAnyOrder(
                        "skerry.report.interval (from SKERRY_REPORT_INTERVAL)",
                        "skerry.report.writes-per-second (from SKERRY_REPORT_WRITES_PER_SECOND)",
                        "skerry.storage.share-credentials (from SKERRY_STORAGE_SHARE_CREDENTIALS)",
                        "skerry.storage.bucket (from SKERRY_STORAGE_BUCKET)",
                        "skerry.storage.secret-key",
                        "skerry.storage.access-key");
    }

    @Test
    void aMissingSettingSaysWhichVariableToSetAndToWhat() {
        settings.remove("SKERRY_STORAGE_ENDPOINT");
        assertThat(only().toString())
                .isEqualTo(
                        "skerry.storage.endpoint: is missing; set SKERRY_STORAGE_ENDPOINT, such as"
                                + " https://s3.example.org (S3 endpoint, as the operator reaches it.)");
    }

    @Test
    void aTypingErrorIsRecognised() {
        settings.put("SKERRY_REPORT_INTERVALL", "5s");
        assertThat(only().remedy()).isEqualTo("did you mean SKERRY_REPORT_INTERVAL?");
    }

    @Test
    void aVariableOfOursThatMeansNothingIsRefused() {
        settings.put("SKERRY_COLOUR_OF_THE_SEA", "blue");
        assertThat(only().where()).isEqualTo("SKERRY_COLOUR_OF_THE_SEA (an environment variable)");
    }

    @ParameterizedTest
    @CsvSource({
        "SKERRY_HOME, /home/me",
        "SKERRY_TERMINAL, true",
        "SKERRY_JOB_FILE, /etc/skerry/job.json",
        "SKERRY_REPORTS_SERVICE_HOST, 10.0.0.1",
        "SKERRY_REPORTS_SERVICE_PORT, 8443",
        "SKERRY_REPORTS_SERVICE_PORT_REPORTS, 8443",
        "SKERRY_REPORTS_PORT, tcp://10.0.0.1:8443",
        "SKERRY_REPORTS_PORT_8443_TCP_ADDR, 10.0.0.1",
        "SKERRY_REPORTS_PORT_8443_TCP_PROTO, tcp",
    })
    void variablesOfOthersAreLeftAlone(String variable, String value) {
        settings.put(variable, value);
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://s3.example.org",
                "http://10.1.2.3:9000",
                "http://1.2.3.4",
                "http://svc.example.org",
                "http://evil.svc.example.org",
                "http://127.0.0.1.example.org",
                "http://[2001:db8::1]:9000",
                "ftp://s3.example.org",
                "s3.example.org:9000",
                "https:///path",
                "https://user:word@s3.example.org",
                "https://s3.example.org?x=1",
                "not a url",
            })
    void anEndpointThatIsNotSafeOrNoUrlIsRefused(String url) {
        settings.put("SKERRY_STORAGE_ENDPOINT", url);
        assertThat(only().where()).startsWith("skerry.storage.endpoint");
        assertThat(only().toString()).doesNotContain("word@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://s3.example.org",
                "http://127.0.0.1:9000",
                "http://[::1]:9000",
                "http://localhost:9000",
                "http://minio:9000",
                "http://minio.storage.svc:9000",
                "http://minio.storage.svc.cluster.local:9000",
            })
    void anEndpointByTlsOrNearbyIsTaken(String url) {
        settings.put("SKERRY_STORAGE_ENDPOINT", url);
        assertThat(problems()).isEmpty();
    }

    @Test
    void plainHttpIsTakenAnywhereWhereTheInstallationSaysSo() {
        settings.put("SKERRY_STORAGE_ENDPOINT", "http://s3.example.org");
        settings.put("SKERRY_VECTORS_WORKLOAD_URL", "http://qdrant.example.org:6334");
        assertThat(problems()).hasSize(2);
        settings.put("SKERRY_ALLOW_PLAIN_HTTP", "true");
        assertThat(problems()).isEmpty();
    }

    @Test
    void reportsAreTakenByTlsOnly() {
        settings.put("SKERRY_ALLOW_PLAIN_HTTP", "true");
        settings.put("SKERRY_REPORT_URL", "http://localhost:8443");
        assertThat(only().what()).contains("does not begin with https://");
    }

    @Test
    void filesMustBeThereAndHoldCertificates() {
        settings.put("SKERRY_REPORT_TLS_KEY", folder.resolve("absent").toString());
        settings.put("SKERRY_REPORT_CA_FILE", folder.resolve("tls.key").toString());
        assertThat(problems())
                .extracting(Problem::where)
                .containsExactlyInAnyOrder(
                        "skerry.report.tls-key (from SKERRY_REPORT_TLS_KEY)",
                        "skerry.report.ca-file (from SKERRY_REPORT_CA_FILE)");
    }

    @ParameterizedTest
    @CsvSource({
        "SKERRY_REPORT_INTERVAL, 999ms",
        "SKERRY_REPORT_INTERVAL, 2h",
        "SKERRY_REPORT_INTERVAL, -5s",
        "SKERRY_STORAGE_TIMEOUT, 0s",
        "SKERRY_REPORT_WRITES_PER_SECOND, 0",
        "SKERRY_REPORT_PORT, 65536",
        "SKERRY_REPORT_PORT, 99999999999",
        "SKERRY_STORAGE_BUCKET, a..b",
        "SKERRY_STORAGE_ALLOWED_BUCKETS, good..bad",
        "SKERRY_STORAGE_SWEEP_INTERVAL, 9s",
        "SKERRY_STORAGE_SWEEP_GRACE, 0s",
    })
    void aValueOutOfItsLimitsIsRefused(String variable, String value) {
        settings.put(variable, value);
        assertThat(only().where()).contains(variable);
    }

    @Test
    void aLeaderMustGiveUpBeforeOthersMayLead() {
        settings.put("SKERRY_LEADERSHIP_RENEW_DEADLINE", "15s");
        assertThat(only().toString())
                .isEqualTo(
                        "skerry.leadership.renew-deadline: is not shorter than"
                                + " skerry.leadership.lease-duration; set a value below 15000ms");
    }

    @Test
    void aSecretIsNeverShown() {
        settings.put("SKERRY_STORAGE_SECRET_KEYY", "hunter2");
        settings.put("SKERRY_STORAGE_ENDPOINT", "ftp://me:hunter2@s3.example.org");
        assertThat(problems())
                .hasSize(2)
                .allSatisfy(p -> assertThat(p.toString()).doesNotContain("hunter2"));
    }

    private List<Problem> problems() {
        return StartCheck.problems(Given.in(settings));
    }

    private Problem only() {
        assertThat(problems()).hasSize(1);
        return problems().getFirst();
    }

    private static String anyCertificate() throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        var any = ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers()[0];
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(any.getEncoded()));
    }
}
