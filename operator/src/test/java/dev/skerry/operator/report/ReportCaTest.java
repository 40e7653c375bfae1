package dev.skerry.operator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.operator.Logged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As the file is mounted: replaced as a whole, now and then. */
class ReportCaTest {
    @TempDir Path folder;
    private Path file;
    private String before;

    @BeforeEach
    void mounted() throws Exception {
        before = certificate(0);
        file = Files.writeString(folder.resolve("ca.crt"), before);
    }

    @Test
    void aPodThatStartsAfterARotationTrustsTheNewAuthority() throws Exception {
        var ca = new ReportCa(file);
        assertThat(ca.pem()).isEqualTo(before);
        var after = certificate(1);
        replaceBy(after);
        assertThat(ca.pem()).isEqualTo(after);
    }

    @Test
    void whileTheFileIsNotGoodTheLastGoodOneGoesOnAndThatIsSaidOnce() throws IOException {
        var ca = new ReportCa(file);
        try (var log = Logged.by(ReportCa.class)) {
            Files.delete(file);
            assertThat(ca.pem()).isEqualTo(before);
            replaceBy("-----BEGIN CERTIFICATE-----\nhalf of o");
            assertThat(ca.pem()).isEqualTo(before);
            assertThat(log.texts())
                    .containsExactly(
                            "reports.ca.unreadable message=\"there is no file %s; new pods are given the last good one\""
                                    .formatted(file));
            replaceBy(before);
            assertThat(ca.pem()).isEqualTo(before);
            assertThat(log.texts()).last().isEqualTo("reports.ca.read file=" + file);
        }
    }

    @Test
    void nothingGoodToBeginWithIsAnErrorThatSaysWhatToDo() throws IOException {
        Files.writeString(file, "");
        assertThatThrownBy(() -> new ReportCa(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "skerry.report.ca-file: %s holds no certificate; give a PEM file of CA certificates",
                        file);
    }

    private void replaceBy(String text) throws IOException {
        var next = Files.writeString(folder.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** One that the platform trusts. */
    private static String certificate(int index) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        var all = ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers();
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(all[index].getEncoded()));
    }
}
