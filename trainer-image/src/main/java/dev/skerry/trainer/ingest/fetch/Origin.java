package dev.skerry.trainer.ingest.fetch;

import java.net.URI;
import java.net.URL;
import java.util.Locale;

/**
 * A server as credentials know it.
 *
 * @param port never the default's placeholder
 */
record Origin(String scheme, String host, int port) {

    private static final int HTTPS_PORT = 443;

    static Origin of(String url) {
        var uri = URI.create(url);
        return of(uri.getScheme(), uri.getHost(), uri.getPort());
    }

    private static Origin of(String scheme, String host, int port) {
        return new Origin(
                scheme.toLowerCase(Locale.ROOT),
                host.toLowerCase(Locale.ROOT),
                port < 0 ? HTTPS_PORT : port);
    }

    boolean is(String otherScheme, String otherHost, int otherPort) {
        return otherScheme != null
                && otherHost != null
                && equals(of(otherScheme, otherHost, otherPort));
    }

    boolean is(URL url) {
        return is(url.getProtocol(), url.getHost(), url.getPort());
    }
}
