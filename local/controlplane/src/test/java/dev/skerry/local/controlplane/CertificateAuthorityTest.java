package dev.skerry.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateAuthorityTest {
    @TempDir Path folder;

    @Test
    void anAuthorityIsMadeOnceAndLoadedAfterwards() throws Exception {
        var made = CertificateAuthority.open(folder, "test");
        assertThat(CertificateAuthority.open(folder, "test").x509()).isEqualTo(made.x509());
        assertThat(made.x509().getBasicConstraints()).isNotNegative();
        assertThat(
                        ((ECPublicKey) made.x509().getPublicKey())
                                .getParams()
                                .getCurve()
                                .getField()
                                .getFieldSize())
                .isEqualTo(256);
    }

    @Test
    void aServerIsKnownByItsNamesAndMayNotActAsClient() throws Exception {
        var authority = CertificateAuthority.open(folder, "test");
        var server =
                authority
                        .server("n1", "system:node:n1", List.of("localhost", "127.0.0.1", "::1"))
                        .x509();
        server.verify(authority.x509().getPublicKey());
        assertThat(server.getSubjectAlternativeNames())
                .extracting(entry -> entry.get(0) + "=" + entry.get(1))
                .containsExactlyInAnyOrder("2=localhost", "7=127.0.0.1", "7=0:0:0:0:0:0:0:1");
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(server.getBasicConstraints()).isNegative();
    }

    @Test
    void aClientCarriesUserAndGroups() throws Exception {
        var client =
                CertificateAuthority.open(folder, "test")
                        .client("c", "ann, the first", List.of("g:1", "g=2"))
                        .x509();
        var name = new javax.naming.ldap.LdapName(client.getSubjectX500Principal().getName());
        assertThat(name.getRdns())
                .extracting(rdn -> rdn.getType() + "=" + rdn.getValue())
                .containsExactlyInAnyOrder("CN=ann, the first", "O=g:1", "O=g=2");
        assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @Test
    void allFilesAreForTheOwnerOnly() throws Exception {
        CertificateAuthority.open(folder.resolve("pki"), "test").client("c", "ann", List.of());
        assertThat(permissions(folder.resolve("pki"))).isEqualTo("rwx------");
        try (var files = Files.list(folder.resolve("pki"))) {
            assertThat(files.toList()).hasSize(4).allMatch(f -> permissions(f).equals("rw-------"));
        }
    }

    @Test
    void whatWasIssuedIsHandedOutAgainWhileItFits() throws Exception {
        var authority = CertificateAuthority.open(folder, "test");
        var first = authority.server("s", "s", List.of("a", "b")).x509();
        assertThat(authority.server("s", "s", List.of("b", "a")).x509()).isEqualTo(first);
        assertThat(authority.server("s", "s", List.of("a")).x509()).isNotEqualTo(first);
        assertThat(
                        authority
                                .server("s", "other", List.of("a"))
                                .x509()
                                .getSubjectX500Principal()
                                .getName())
                .isEqualTo("CN=other");
    }

    @Test
    void aCertificateIsRenewedInItsLastThirtyDays() throws Exception {
        var first = CertificateAuthority.open(folder, "test").client("c", "ann", List.of()).x509();
        assertThat(openIn(Duration.ofDays(334)).client("c", "ann", List.of()).x509())
                .isEqualTo(first);
        assertThat(openIn(Duration.ofDays(336)).client("c", "ann", List.of()).x509())
                .isNotEqualTo(first);
    }

    @Test
    void aNewAuthorityDoesNotAcceptWhatTheOldOneIssued() throws Exception {
        var old = CertificateAuthority.open(folder, "test");
        var first = old.client("c", "ann", List.of()).x509();
        var renewed = openIn(Duration.ofDays(3640));
        assertThat(renewed.x509()).isNotEqualTo(old.x509());
        assertThat(renewed.client("c", "ann", List.of()).x509()).isNotEqualTo(first);
    }

    @Test
    void aTornOrForeignKeyIsReplacedWithItsCertificate() throws Exception {
        var authority = CertificateAuthority.open(folder, "test");
        var first = authority.client("c", "ann", List.of());
        Files.copy(
                authority.client("d", "bob", List.of()).key(),
                first.key(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        var second = authority.client("c", "ann", List.of());
        assertThat(second.x509()).isNotEqualTo(first.x509());
        Files.writeString(second.key(), "-----BEGIN EC PRIVATE KEY-----\nMHc");
        assertThat(authority.client("c", "ann", List.of()).x509()).isNotEqualTo(second.x509());
    }

    @Test
    void aFileNameThatLeavesTheFolderIsRefused() throws Exception {
        var authority = CertificateAuthority.open(folder, "test");
        assertThatThrownBy(() -> authority.client("../evil", "ann", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private CertificateAuthority openIn(Duration later) throws Exception {
        return CertificateAuthority.open(folder, "test", Clock.offset(Clock.systemUTC(), later));
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
