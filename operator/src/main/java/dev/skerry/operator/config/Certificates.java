package dev.skerry.operator.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** Files of certificates (PEM). */
public final class Certificates {
    private Certificates() {}

    /**
     * The file's text.
     *
     * @throws IOException where it cannot be read or holds no certificate; its message says which
     */
    public static String read(Path file) throws IOException {
        var pem = Files.readAllBytes(file);
        try {
            var found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem));
            if (found.isEmpty()) throw new IOException(file + " holds no certificate");
        } catch (CertificateException e) {
            throw new IOException(file + " holds no certificate: " + e.getMessage(), e);
        }
        return new String(pem, StandardCharsets.UTF_8);
    }
}
