package dev.skerry.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReportTargetTest {

    @TempDir Path folder;
    private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();

    @Test
    void theOperatorsCertificateIsCheckedAgainstTheMountedOne() throws Exception {
        var own = certificate("own");
        var other = certificate("other");
        try (var secure = new OperatorDouble(own.context())) {
            var wrong = new ReportTarget(secure.url(), Optional.empty(), Optional.of(other.pem()));
            try (var reporter = reporter(wrong)) {
                reporter.reportPromptly(Snapshot.of("Embed", 1, Map.of(), Map.of()));
                assertThat(lost.poll(10, TimeUnit.SECONDS)).contains("SSLHandshakeException");
            }
            var right = new ReportTarget(secure.url(), Optional.empty(), Optional.of(own.pem()));
            try (var reporter = reporter(right)) {
                reporter.reportPromptly(Snapshot.of("Embed", 1, Map.of(), Map.of()));
                secure.await(r -> r.size() == 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/x",
                "ftp://127.0.0.1/",
                "https://u:p@host/",
                "https:///x",
                "x",
                "http://127.0.0.1.evil.org/"
            })
    void aTokenIsNeverSentInTheClear(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ReportTarget(URI.create(url), Optional.empty(), Optional.empty()))
                .withMessageStartingWith("reportUrl: ");
    }

    private Reporter reporter(ReportTarget target) {
        var timing =
                new ReportTiming(
                        1,
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(10),
                        Duration.ofHours(1),
                        Duration.ZERO);
        var listener =
                new Reporter.Listener() {
                    @Override
                    public void accepted(long seq) {}

                    @Override
                    public void lost(long seq, String why) {
                        lost.add(why);
                    }

                    @Override
                    public void stopAsked() {}
                };
        return new Reporter(target, 1, 1, timing, report -> {}, listener, Clock.systemUTC());
    }

    private record Certified(SSLContext context, Path pem) {}

    /** A self-signed certificate for loopback, made by the JDK's own tool. */
    private Certified certificate(String name) throws Exception {
        var store = folder.resolve(name + ".p12");
        var pem = folder.resolve(name + ".pem");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(
                keytool,
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        run(
                keytool,
                "-exportcert",
                "-rfc",
                "-alias",
                "k",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-file",
                pem.toString());
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return new Certified(context, pem);
    }

    private void run(String... command) throws Exception {
        var log = folder.resolve("keytool.log");
        int code =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start()
                        .waitFor();
        assertThat(code).as(Files.readString(log)).isZero();
    }
}
