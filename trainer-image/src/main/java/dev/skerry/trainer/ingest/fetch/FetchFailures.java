package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.CONFIG;
import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.SERVICE;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** JGit tells causes apart by type in part only; the rest is in its messages. */
final class FetchFailures {

    private static final Pattern SERVER_ERROR = Pattern.compile("\\b5\\d\\d\\b");
    private static final List<String> NOT_LET_IN =
            List.of(
                    "not authorized",
                    "authentication is required",
                    "authentication not supported",
                    "not permitted",
                    "cannot log in",
                    "auth fail",
                    "no more authentication methods",
                    "no more user authentication methods");
    private static final List<String> HOST_KEY =
            List.of("hostkey", "host key", "server key did not validate", "host-key");

    private final RepositoryUrl url;
    private final Credentials credentials;
    private final String revision;

    FetchFailures(RepositoryUrl url, Credentials credentials, String revision) {
        this.url = url;
        this.credentials = credentials;
        this.revision = revision;
    }

    /**
     * @param elsewhere the server that was asked last, where it is another than the URL's
     */
    FetchException of(IOException e, Optional<String> elsewhere) {
        var full = DiskSpace.exhausted(e);
        if (full.isPresent()) {
            return DiskSpace.failure(full.get(), e);
        }
        var refused = cause(e, CheckedHttpConnections.Refused.class);
        if (refused.isPresent()) {
            return refused.get().reason();
        }
        if (cause(e, CertificateException.class).isPresent()
                || cause(e, CertPathBuilderException.class).isPresent()
                || cause(e, SSLPeerUnverifiedException.class).isPresent()) {
            return untrusted(e);
        }
        var text = allMessages(e).toLowerCase(Locale.ROOT);
        if (HOST_KEY.stream().anyMatch(text::contains)) {
            return hostKey(e);
        }
        if (NOT_LET_IN.stream().anyMatch(text::contains)) {
            return notLetIn(e, elsewhere);
        }
        if (text.contains("redirect")) {
            return new FetchException(
                    CONFIG,
                    "repository.url: %s redirects where a job does not follow (%s); use the https URL that it leads to"
                            .formatted(url.text(), said(e)),
                    e);
        }
        boolean passing =
                SERVER_ERROR.matcher(text).find()
                        || List.of(
                                        ConnectException.class,
                                        SocketTimeoutException.class,
                                        NoRouteToHostException.class,
                                        UnknownHostException.class,
                                        SocketException.class)
                                .stream()
                                .anyMatch(type -> cause(e, type).isPresent());
        if (!passing && Revision.isHash(revision) && text.contains("not ")) {
            return new FetchException(
                    CONFIG,
                    "repository.revision: the server has no commit %s, or gives none by hash; use a branch or tag"
                            .formatted(revision),
                    e);
        }
        if (!passing && (e instanceof NoRemoteRepositoryException || text.contains("not found"))) {
            return new FetchException(
                    CONFIG,
                    "there is no repository at %s, or it needs credentials%s"
                            .formatted(
                                    url.text(),
                                    credentials instanceof Credentials.None
                                            ? " (repository.credentialsSecretRef)"
                                            : " other than those of the Secret"),
                    e);
        }
        return new FetchException(
                SERVICE,
                "fetching %s failed: %s; it is worth trying again".formatted(url.text(), said(e)),
                e);
    }

    private FetchException untrusted(IOException e) {
        return new FetchException(
                CONFIG,
                "the certificate of %s is not trusted (%s); put its CA as ca.crt into the Secret named by repository.credentialsSecretRef"
                        .formatted(url.host(), innermost(e)),
                e);
    }

    private FetchException hostKey(IOException e) {
        boolean changed =
                credentials instanceof Credentials.SshKey key
                        && key.knownHosts().contains(url.host());
        return new FetchException(
                CONFIG,
                (changed
                                ? "the ssh host key of %s is another than known_hosts says; if its"
                                        + " owner confirms the new one, put that into the Secret"
                                : "the ssh host key of %s is not in known_hosts; add its line to"
                                        + " the Secret, as ssh-keyscan prints it")
                        .formatted(url.host()),
                e);
    }

    private FetchException notLetIn(IOException e, Optional<String> elsewhere) {
        if (elsewhere.isPresent()) {
            return new FetchException(
                    CONFIG,
                    "%s redirects to %s, which asks for a password; credentials are not sent along, use the URL of that server"
                            .formatted(url.text(), elsewhere.get()),
                    e);
        }
        return new FetchException(
                CONFIG,
                credentials instanceof Credentials.None
                        ? "%s needs %s; put %s into a Secret and name it in repository.credentialsSecretRef"
                                .formatted(
                                        url.text(),
                                        url.scheme() == RepositoryUrl.Scheme.SSH
                                                ? "a key"
                                                : "a password",
                                        url.scheme() == RepositoryUrl.Scheme.SSH
                                                ? "ssh-privatekey and known_hosts"
                                                : "username and password")
                        : "%s refuses these credentials; put valid ones into the Secret named by repository.credentialsSecretRef"
                                .formatted(url.text()),
                e);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static String allMessages(Throwable e) {
        var text = new StringBuilder();
        for (var cause = e; cause != null; cause = cause.getCause()) {
            text.append(cause.getMessage()).append('\n');
        }
        return text.toString();
    }

    private static String innermost(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** The message, with the cause's where that says more. */
    private static String said(Throwable e) {
        var inner = innermost(e);
        var outer = String.valueOf(e.getMessage());
        return outer.contains(inner) || inner.equals("null") ? outer : outer + " (" + inner + ")";
    }
}
