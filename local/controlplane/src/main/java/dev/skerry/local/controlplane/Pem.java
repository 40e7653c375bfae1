package dev.skerry.local.controlplane;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * Certificates and EC P-256 keys as PEM text. Private keys are written as RFC 5915, curve and
 * public key included: Go and the fabric8 client both read that form.
 */
final class Pem {
    private Pem() {}

    static String write(X509Certificate certificate) throws IOException {
        return text(certificate);
    }

    static String writePublic(KeyPair pair) throws IOException {
        return text(pair.getPublic());
    }

    static String writePrivate(KeyPair pair) throws IOException {
        ASN1BitString point =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()).getPublicKeyData();
        var secret = ((ECPrivateKey) pair.getPrivate()).getS();
        var key =
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                        256, secret, point, SECObjectIdentifiers.secp256r1);
        return text(new PemObject("EC PRIVATE KEY", key.getEncoded()));
    }

    /** Keys of the JDK's own kind, so that they compare equal with those of a JDK certificate. */
    static KeyPair readKeyPair(Path file) throws IOException {
        try (var parser = new PEMParser(new StringReader(Files.readString(file)))) {
            if (!(parser.readObject() instanceof PEMKeyPair pair)
                    || pair.getPublicKeyInfo() == null) {
                throw new IOException(file + " holds no EC key");
            }
            var factory = KeyFactory.getInstance("EC");
            return new KeyPair(
                    factory.generatePublic(
                            new X509EncodedKeySpec(pair.getPublicKeyInfo().getEncoded())),
                    factory.generatePrivate(
                            new PKCS8EncodedKeySpec(pair.getPrivateKeyInfo().getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no EC key", e);
        }
    }

    static X509Certificate readCertificate(Path file) throws IOException {
        try (var parser = new PEMParser(new StringReader(Files.readString(file)))) {
            if (!(parser.readObject() instanceof X509CertificateHolder holder)) {
                throw new IOException(file + " holds no certificate");
            }
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificate", e);
        }
    }

    private static String text(Object value) throws IOException {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            pem.writeObject(value);
        }
        return text.toString();
    }
}
