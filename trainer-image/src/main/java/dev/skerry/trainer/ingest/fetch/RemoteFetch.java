package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.CONFIG;
import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.DATA;
import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.SERVICE;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** One commit of a server's repository: depth 1, one ref, no tags. */
final class RemoteFetch {

    private static final String FETCHED = "refs/skerry/fetched";
    private static final int IDLE_SECONDS = 60;
    private static final Pattern SERVER_ERROR = Pattern.compile("\\b5\\d\\d\\b");

    private final RepositoryUrl url;
    private final Credentials credentials;
    private final AddressRules addresses;
    private final FetchLimits limits;
    private final Path workDirectory;

    RemoteFetch(
            RepositoryUrl url,
            Credentials credentials,
            AddressRules addresses,
            FetchLimits limits,
            Path workDirectory) {
        this.url = url;
        this.credentials = credentials;
        this.addresses = addresses;
        this.limits = limits;
        this.workDirectory = workDirectory;
    }

    /** The id of the commit or tag that was fetched. */
    ObjectId into(Repository repository, String revision, FetchListener listener)
            throws FetchException, IOException {
        var monitor =
                new FetchMonitor(
                        repository.getDirectory().toPath().resolve("objects"), limits, listener);
        try {
            var source = Revision.isHash(revision) ? revision : ref(repository, revision);
            try (var transport = open(repository)) {
                transport.setTagOpt(TagOpt.NO_TAGS);
                transport.setDepth(1);
                transport.fetch(monitor, List.of(new RefSpec("+" + source + ":" + FETCHED)));
            }
        } catch (TransportException | NotSupportedException e) {
            throw failure(e, revision, monitor);
        }
        if (Revision.isHash(revision)) {
            return ObjectId.fromString(revision);
        }
        var fetched = repository.exactRef(FETCHED);
        if (fetched == null) {
            throw Revision.notFound(revision);
        }
        return fetched.getObjectId();
    }

    private String ref(Repository repository, String revision) throws FetchException, IOException {
        Map<String, Ref> refs = new TreeMap<>();
        try (var transport = open(repository);
                var connection = transport.openFetch()) {
            connection.getRefs().forEach(ref -> refs.put(ref.getName(), ref));
        }
        if (refs.isEmpty()) {
            throw new FetchException(
                    DATA, "the repository " + url.text() + " is empty: it has no commits");
        }
        if (!revision.isEmpty()) {
            return Revision.ref(revision, refs.keySet())
                    .orElseThrow(() -> Revision.notFound(revision));
        }
        var head = refs.get(Constants.HEAD);
        if (head == null) {
            throw new FetchException(
                    CONFIG,
                    "the repository "
                            + url.text()
                            + " has no default branch; name one as repository.revision");
        }
        return head.isSymbolic() ? head.getTarget().getName() : Constants.HEAD;
    }

    private Transport open(Repository repository) throws FetchException, IOException {
        Transport transport;
        try {
            transport = Transport.open(repository, new URIish(url.text()));
        } catch (URISyntaxException e) {
            throw new FetchException(
                    CONFIG, "repository.url: is not a URL that Git understands", e);
        }
        transport.setTimeout(IDLE_SECONDS);
        if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(new CheckedHttpConnections(addresses));
        }
        if (transport instanceof SshTransport ssh) {
            ssh.setSshSessionFactory(SshSessions.create(credentials, workDirectory));
        }
        if (credentials instanceof Credentials.Password password) {
            transport.setCredentialsProvider(
                    new UsernamePasswordCredentialsProvider(
                            password.username(), password.password()));
        }
        return transport;
    }

    /** JGit tells causes apart by type in part only; the rest is in its messages. */
    private FetchException failure(IOException e, String revision, FetchMonitor monitor) {
        if (!monitor.exceeded().isEmpty()) {
            return new FetchException(
                    DATA, monitor.exceeded() + "; raise the limit or choose another revision", e);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CheckedHttpConnections.Refused refused) {
                return refused.reason();
            }
        }
        var text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        Predicate<String> says = text::contains;
        if (says.test("not authorized")
                || says.test("authentication is required")
                || says.test("cannot log in")
                || says.test("auth fail")
                || says.test("no more authentication methods")) {
            var given =
                    credentials instanceof Credentials.None
                            ? "needs credentials"
                            : "refuses these credentials";
            return new FetchException(
                    CONFIG,
                    "%s %s; put valid ones into the Secret named by credentialsSecretRef"
                            .formatted(url.text(), given),
                    e);
        }
        if (says.test("hostkey")
                || says.test("host key")
                || says.test("server key did not validate")) {
            return new FetchException(
                    CONFIG,
                    "the ssh host key of %s is not in known_hosts; add its line to the Secret"
                            .formatted(url.host()),
                    e);
        }
        boolean transientCause = false;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            transientCause |=
                    cause instanceof ConnectException
                            || cause instanceof SocketTimeoutException
                            || cause instanceof NoRouteToHostException;
        }
        transientCause |= SERVER_ERROR.matcher(text).find();
        if (!transientCause && Revision.isHash(revision)) {
            return new FetchException(
                    CONFIG,
                    "repository.revision: the server has no commit %s, or gives none by hash; use a branch or tag"
                            .formatted(revision),
                    e);
        }
        if (!transientCause
                && (e instanceof NoRemoteRepositoryException || says.test("not found"))) {
            return new FetchException(
                    CONFIG,
                    "there is no repository at %s, or it needs credentials".formatted(url.text()),
                    e);
        }
        return new FetchException(
                SERVICE, "fetching %s failed: %s".formatted(url.text(), e.getMessage()), e);
    }
}
