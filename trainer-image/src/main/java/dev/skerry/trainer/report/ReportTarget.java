package dev.skerry.trainer.report;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where reports go.
 *
 * @param tokenFile holds the bearer token; read again for each report, as it is renewed
 * @param caFile certificates in PEM that the operator's own is checked against; the platform's
 *     where empty
 */
public record ReportTarget(URI url, Optional<Path> tokenFile, Optional<Path> caFile) {

    public ReportTarget {
        requireNonNull(tokenFile);
        requireNonNull(caFile);
        var scheme = url.getScheme();
        boolean plain = "http".equals(scheme) && isLoopback(url.getHost());
        if (url.getHost() == null || !("https".equals(scheme) || plain)) {
            throw new IllegalArgumentException(
                    "reportUrl: \"%s\" is not allowed; use https, as the token must not travel in the clear"
                            .formatted(url));
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "reportUrl: credentials in the URL are not allowed; the token file has them");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            // only literals: a name could lead anywhere
            return host != null
                    && (host.equals("localhost")
                            || (host.matches("[0-9.]+|\\[.*]")
                                    && InetAddress.getByName(host).isLoopbackAddress()));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
