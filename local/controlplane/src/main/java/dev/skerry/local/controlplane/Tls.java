package dev.skerry.local.controlplane;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The client's side of TLS towards servers of this machine. */
public final class Tls {
    private static final char[] NO_PASSWORD = {};

    private Tls() {}

    /** Trusts only servers that {@code ca} signed. */
    public static SSLContext trusting(CertificateAuthority ca) throws IOException {
        return context(ca, new KeyManager[0]);
    }

    /** Trusts only servers that {@code ca} signed and shows them {@code identity}. */
    static SSLContext mutual(CertificateAuthority ca, Credential identity) throws IOException {
        try {
            var keys = empty();
            keys.setKeyEntry(
                    "me", identity.privateKey(), NO_PASSWORD, new Certificate[] {identity.x509()});
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, NO_PASSWORD);
            return context(ca, managers.getKeyManagers());
        } catch (GeneralSecurityException e) {
            throw failure(ca, e);
        }
    }

    private static SSLContext context(CertificateAuthority ca, KeyManager[] mine)
            throws IOException {
        try {
            var trusted = empty();
            trusted.setCertificateEntry("ca", ca.x509());
            var managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(mine, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw failure(ca, e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static IOException failure(CertificateAuthority ca, GeneralSecurityException e) {
        return new IOException("setting up TLS with " + ca.certificate(), e);
    }
}
