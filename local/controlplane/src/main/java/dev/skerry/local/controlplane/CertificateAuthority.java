package dev.skerry.local.controlplane;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority in a folder: EC P-256, PEM, files for the owner only. What it issues is
 * kept there and handed out again as long as it still fits and lasts another 30 days. Thread-safe
 * within one process.
 */
public final class CertificateAuthority {
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final Duration LEAF = Duration.ofDays(365);
    private static final Duration ROOT = Duration.ofDays(3650);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final Clock clock;
    private final Credential root;

    private CertificateAuthority(Path folder, Clock clock, Credential root) {
        this.folder = folder;
        this.clock = clock;
        this.root = root;
    }

    /** Loads the authority of this folder, or makes one. */
    public static CertificateAuthority open(Path folder, String commonName) throws IOException {
        return open(folder, commonName, Clock.systemUTC());
    }

    static CertificateAuthority open(Path folder, String commonName, Clock clock)
            throws IOException {
        OwnerOnly.directory(folder);
        var certificate = folder.resolve("ca.crt");
        var key = folder.resolve("ca.key");
        var kept = load(certificate, key).filter(c -> lasts(c.x509(), clock));
        if (kept.isEmpty()) {
            var name = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
            var pair = newKeyPair();
            var made =
                    sign(
                            name,
                            pair,
                            name,
                            pair,
                            clock.instant(),
                            ROOT,
                            List.of(),
                            Optional.empty());
            kept = Optional.of(store(certificate, key, made, pair));
        }
        return new CertificateAuthority(folder, clock, kept.get());
    }

    /** The authority's own certificate, PEM. */
    public Path certificate() {
        return root.certificate();
    }

    public X509Certificate x509() {
        return root.x509();
    }

    /** A server's certificate for these DNS names and IP addresses, in that order of trial. */
    public Credential server(String fileName, String commonName, Collection<String> names)
            throws IOException {
        var subject = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
        return issue(fileName, subject, new TreeSet<>(names), KeyPurposeId.id_kp_serverAuth);
    }

    /**
     * A client's certificate; to Kubernetes the common name is the user, the organisations are the
     * groups.
     */
    public Credential client(String fileName, String user, List<String> groups) throws IOException {
        var subject = new X500NameBuilder();
        groups.forEach(group -> subject.addRDN(BCStyle.O, group));
        subject.addRDN(BCStyle.CN, user);
        return issue(fileName, subject.build(), new TreeSet<>(), KeyPurposeId.id_kp_clientAuth);
    }

    private synchronized Credential issue(
            String fileName, X500Name subject, TreeSet<String> names, KeyPurposeId purpose)
            throws IOException {
        if (!fileName.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}") || fileName.equals("ca")) {
            throw new IllegalArgumentException(
                    "certificate file name \"%s\": use letters, digits, dot, underscore and dash"
                            .formatted(fileName));
        }
        var certificate = folder.resolve(fileName + ".crt");
        var key = folder.resolve(fileName + ".key");
        var kept = load(certificate, key).filter(c -> fits(c.x509(), subject, names, purpose));
        if (kept.isPresent()) return kept.get();
        var pair = newKeyPair();
        var issuer = X500Name.getInstance(root.x509().getSubjectX500Principal().getEncoded());
        var signer = new KeyPair(root.x509().getPublicKey(), root.privateKey());
        var made =
                sign(
                        subject,
                        pair,
                        issuer,
                        signer,
                        clock.instant(),
                        LEAF,
                        names,
                        Optional.of(purpose));
        return store(certificate, key, made, pair);
    }

    private boolean fits(
            X509Certificate found, X500Name subject, TreeSet<String> names, KeyPurposeId purpose) {
        try {
            found.verify(root.x509().getPublicKey());
            var inIt = new TreeSet<String>();
            var alternatives = found.getSubjectAlternativeNames();
            if (alternatives != null)
                alternatives.forEach(entry -> inIt.add(entry.get(1).toString()));
            return lasts(found, clock)
                    && X500Name.getInstance(found.getSubjectX500Principal().getEncoded())
                            .equals(subject)
                    && found.getExtendedKeyUsage().equals(List.of(purpose.getId()))
                    && inIt.equals(names);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean lasts(X509Certificate certificate, Clock clock) {
        return certificate.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEW_BEFORE));
    }

    private static X509Certificate sign(
            X500Name subject,
            KeyPair pair,
            X500Name issuer,
            KeyPair signer,
            Instant now,
            Duration life,
            Collection<String> names,
            Optional<KeyPurposeId> purpose)
            throws IOException {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            new BigInteger(127, RANDOM).setBit(126),
                            Date.from(now.minus(Duration.ofMinutes(5))),
                            Date.from(now.plus(life)),
                            subject,
                            pair.getPublic());
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.basicConstraints, true, new BasicConstraints(purpose.isEmpty()));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(pair.getPublic()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(signer.getPublic()));
            var usage =
                    purpose.isEmpty()
                            ? KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature
                            : KeyUsage.digitalSignature;
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (purpose.isPresent()) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose.get()));
            }
            if (!names.isEmpty()) {
                var general =
                        names.stream()
                                .map(CertificateAuthority::generalName)
                                .toArray(GeneralName[]::new);
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(general));
            }
            var content = new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(content));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IOException("signing a certificate for " + subject, e);
        }
    }

    private static GeneralName generalName(String name) {
        try {
            return new GeneralName(
                    GeneralName.iPAddress, InetAddress.ofLiteral(name).getHostAddress());
        } catch (IllegalArgumentException e) {
            return new GeneralName(GeneralName.dNSName, name);
        }
    }

    static KeyPair newKeyPair() throws IOException {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("making an EC P-256 key", e);
        }
    }

    /**
     * Key first: a certificate beside a key that is not its own is noticed when loaded, and made
     * again.
     */
    private static Credential store(Path certificate, Path key, X509Certificate x509, KeyPair pair)
            throws IOException {
        OwnerOnly.write(key, Pem.writePrivate(pair));
        OwnerOnly.write(certificate, Pem.write(x509));
        return new Credential(certificate, key, x509, pair.getPrivate());
    }

    private static Optional<Credential> load(Path certificate, Path key) {
        if (!Files.isRegularFile(certificate) || !Files.isRegularFile(key)) return Optional.empty();
        try {
            var pair = Pem.readKeyPair(key);
            var x509 = Pem.readCertificate(certificate);
            if (!pair.getPublic().equals(x509.getPublicKey())) return Optional.empty();
            return Optional.of(new Credential(certificate, key, x509, pair.getPrivate()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
