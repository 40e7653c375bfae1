package dev.skerry.trainer.ingest.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/**
 * Connections over https to permitted addresses, within a budget. JGit asks here for every request,
 * so redirects pass the same rules as the first URL; credentials go to the first URL's server only.
 */
final class CheckedHttpConnections implements HttpConnectionFactory {

    private final CheckedAddresses addresses;
    private final Origin origin;
    private final ResponseBudget budget;
    private final SSLSocketFactory sockets;
    private final SSLSocketFactory boundSockets;
    private volatile Optional<String> elsewhere = Optional.empty();

    /**
     * @param origin the only server that gets credentials
     * @param ca certificates in PEM to trust instead of the platform's
     */
    CheckedHttpConnections(
            CheckedAddresses addresses, Origin origin, ResponseBudget budget, Optional<String> ca)
            throws FetchException {
        this.addresses = addresses;
        this.origin = origin;
        this.budget = budget;
        this.sockets = sockets(ca.isEmpty() ? Optional.empty() : Optional.of(trusting(ca.get())));
        this.boundSockets = new BoundSockets(sockets, addresses);
    }

    private SSLSocketFactory sockets(Optional<TrustManager[]> trust) throws FetchException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.orElse(null), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new FetchException(
                    FetchException.Fault.CONFIG,
                    "repository.credentialsSecretRef: no TLS with the certificates of ca.crt (%s)"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /** Carries the reason through JGit. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final transient FetchException reason;

        Refused(FetchException reason) {
            super(reason.getMessage());
            this.reason = reason;
        }

        FetchException reason() {
            return reason;
        }
    }

    /** The last other server that was asked, after a redirect. */
    Optional<String> elsewhere() {
        return elsewhere;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        check(url);
        return new Checked(connectable(url, Proxy.NO_PROXY), Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        check(url);
        return new Checked(connectable(url, proxy), proxy);
    }

    /**
     * The same URL; connections that it opens are made by our sockets, but for those to a proxy.
     */
    private URL connectable(URL url, Proxy proxy) throws IOException {
        var factory =
                addresses.bind() && proxy.type() == Proxy.Type.DIRECT ? boundSockets : sockets;
        return URL.of(
                URI.create(url.toExternalForm()),
                new URLStreamHandler() {
                    @Override
                    protected URLConnection openConnection(URL same) throws IOException {
                        return openConnection(same, Proxy.NO_PROXY);
                    }

                    @Override
                    protected URLConnection openConnection(URL same, Proxy by) throws IOException {
                        var opened = url.openConnection(by);
                        if (opened instanceof HttpsURLConnection https) {
                            https.setSSLSocketFactory(factory);
                        }
                        return opened;
                    }
                });
    }

    private void check(URL url) throws Refused {
        try {
            if (!url.getProtocol().equals("https")) {
                throw new FetchException(
                        FetchException.Fault.CONFIG,
                        "repository.url: the server redirects to %s://%s; only https is allowed"
                                .formatted(url.getProtocol(), url.getHost()));
            }
            if (addresses.bind()) {
                addresses.of(url.getHost());
            }
        } catch (FetchException e) {
            throw new Refused(e);
        }
        if (!origin.is(url)) {
            elsewhere = Optional.of(url.getAuthority());
        }
    }

    private static TrustManager[] trusting(String pem) throws FetchException {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
            int number = 0;
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw new GeneralSecurityException("it holds no certificate");
            }
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new FetchException(
                    FetchException.Fault.CONFIG,
                    "repository.credentialsSecretRef: ca.crt holds no certificates in PEM that can be read (%s)"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private final class Checked extends JDKHttpConnection {

        Checked(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
        }

        @Override
        public void setRequestProperty(String name, String value) {
            boolean secret =
                    name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("Cookie");
            // a compressed answer would cost more than the bytes that are counted
            boolean compressed = name.equalsIgnoreCase("Accept-Encoding");
            if (!compressed && !(secret && !origin.is(getURL()))) {
                super.setRequestProperty(name, value);
            }
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return budget.counted(super.getInputStream());
        }
    }
}
