package dev.skerry.local.controlplane;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Writes a kubeconfig that holds everything inline: it may be copied anywhere. Readable by the
 * owner only.
 */
final class Kubeconfig {
    private Kubeconfig() {}

    static Path write(Path file, URI server, CertificateAuthority ca, Credential client)
            throws IOException {
        return OwnerOnly.write(
                file,
                """
                apiVersion: v1
                kind: Config
                clusters:
                - name: skerry
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: skerry
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                contexts:
                - name: skerry
                  context:
                    cluster: skerry
                    user: skerry
                current-context: skerry
                """
                        .formatted(
                                server,
                                base64(ca.certificate()),
                                base64(client.certificate()),
                                base64(client.key())));
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
