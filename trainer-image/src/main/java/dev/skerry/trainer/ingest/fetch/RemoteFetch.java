package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.CONFIG;
import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.DATA;

import dev.skerry.trainer.ingest.fetch.RepositoryUrl.Scheme;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/** One commit of a server's repository: depth 1, one ref, no tags. */
final class RemoteFetch {

    private static final String FETCHED = "refs/skerry/fetched";
    private static final long IDLE_SECONDS = 60;

    /** Names and hashes of a million refs. */
    private static final long MOST_REF_BYTES = 128 << 20;

    private final RepositoryUrl url;
    private final Credentials credentials;
    private final CheckedAddresses addresses;
    private final FetchLimits limits;
    private final Path workDirectory;
    private final ResponseBudget budget;
    private Optional<CheckedHttpConnections> connections = Optional.empty();

    RemoteFetch(
            RepositoryUrl url,
            Credentials credentials,
            CheckedAddresses addresses,
            FetchLimits limits,
            Path workDirectory) {
        this.url = url;
        this.credentials = credentials;
        this.addresses = addresses;
        this.limits = limits;
        this.workDirectory = workDirectory;
        this.budget = new ResponseBudget(limits);
    }

    /** The id of the commit or tag that was fetched. */
    ObjectId into(Repository repository, String revision, FetchListener listener)
            throws FetchException, IOException {
        var monitor =
                new FetchMonitor(
                        repository.getDirectory().toPath().resolve("objects"), limits, listener);
        try {
            checkCredentials();
            budget.allow(MOST_REF_BYTES);
            if (url.scheme() == Scheme.FILE && Revision.isHash(revision)) {
                requireCommit(revision);
            }
            var source = Revision.isHash(revision) ? revision : ref(repository, revision);
            budget.allow(limits.bytes());
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

    private void checkCredentials() throws FetchException {
        boolean fits =
                switch (credentials) {
                    case Credentials.None none -> true;
                    case Credentials.Password password -> url.scheme() != Scheme.SSH;
                    case Credentials.SshKey key -> url.scheme() != Scheme.HTTPS;
                };
        if (!fits) {
            throw new FetchException(
                    CONFIG,
                    url.scheme() == Scheme.SSH
                            ? "repository.credentialsSecretRef: the Secret holds a password, %s needs ssh-privatekey and known_hosts"
                                    .formatted(url.text())
                            : "repository.credentialsSecretRef: the Secret holds an ssh key, %s needs username and password"
                                    .formatted(url.text()));
        }
    }

    /**
     * A server says which hash it does not have. The one that JGit plays for a folder closes its
     * pipe over the answer, sooner or later than that is read.
     */
    private void requireCommit(String revision) throws FetchException, IOException {
        var folder = Path.of(URI.create(url.text()).getPath()).toFile();
        var gitDir = RepositoryCache.FileKey.resolve(folder, FS.DETECTED);
        if (gitDir == null) {
            return; // said by the fetch
        }
        try (var repository =
                new FileRepositoryBuilder().setFS(FS.DETECTED).setGitDir(gitDir).build()) {
            if (!repository.getObjectDatabase().has(ObjectId.fromString(revision))) {
                throw Revision.noCommit(revision);
            }
        }
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
        transport.setTimeout((int) Math.clamp(limits.time().toSeconds(), 1, IDLE_SECONDS));
        if (transport instanceof TransportHttp http) {
            var origin = Origin.of(url.text());
            connections =
                    Optional.of(
                            new CheckedHttpConnections(
                                    addresses, origin, budget, credentials.ca()));
            http.setHttpConnectionFactory(connections.get());
            if (credentials instanceof Credentials.Password password) {
                transport.setCredentialsProvider(new OriginPassword(origin, password));
            }
        }
        if (transport instanceof SshTransport ssh) {
            ssh.setSshSessionFactory(SshSessions.create(credentials, bound(), workDirectory));
        }
        return transport;
    }

    private Optional<BoundSshHost> bound() throws FetchException {
        return addresses.bind()
                ? Optional.of(
                        new BoundSshHost(
                                url.host(), url.port(), addresses.of(url.host()).getFirst()))
                : Optional.empty();
    }

    private FetchException failure(IOException e, String revision, FetchMonitor monitor) {
        var exceeded = monitor.exceeded().isEmpty() ? budget.exceeded() : monitor.exceeded();
        if (!exceeded.isEmpty()) {
            return new FetchException(
                    DATA, exceeded + "; raise the limit or choose another revision", e);
        }
        return new FetchFailures(url, credentials, revision)
                .of(e, connections.flatMap(CheckedHttpConnections::elsewhere));
    }
}
