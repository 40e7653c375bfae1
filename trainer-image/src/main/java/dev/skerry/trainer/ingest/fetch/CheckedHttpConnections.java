package dev.skerry.trainer.ingest.fetch;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/**
 * Connections over https to permitted addresses. JGit asks here for every request, so redirects
 * pass the same rules as the first URL.
 */
final class CheckedHttpConnections implements HttpConnectionFactory {

    private final HttpConnectionFactory connections = new JDKHttpConnectionFactory();
    private final AddressRules addresses;

    CheckedHttpConnections(AddressRules addresses) {
        this.addresses = addresses;
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

    @Override
    public HttpConnection create(URL url) throws IOException {
        check(url);
        return connections.create(url);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        check(url);
        return connections.create(url, proxy);
    }

    private void check(URL url) throws Refused {
        try {
            if (!url.getProtocol().equals("https")) {
                throw new FetchException(
                        FetchException.Fault.CONFIG,
                        "repository.url: the server redirects to %s://%s; only https is allowed"
                                .formatted(url.getProtocol(), url.getHost()));
            }
            addresses.check(url.getHost());
        } catch (FetchException e) {
            throw new Refused(e);
        }
    }
}
