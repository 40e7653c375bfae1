package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.CONFIG;
import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.DATA;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.WorkingTreeOptions;
import org.eclipse.jgit.util.FS;

/**
 * Turns a source into a snapshot of one commit. Repositories of this machine are read where they
 * are; everything else is fetched into a folder of its own, which goes when the snapshot is closed,
 * or here if there is none.
 */
public final class RepositoryFetcher {

    private final boolean allowFileUrls;
    private final AddressRules addresses;
    private final FetchLimits limits;
    private final Path workParent;

    /**
     * @param workParent where folders for fetched repositories are made
     */
    public RepositoryFetcher(
            boolean allowFileUrls, AddressRules addresses, FetchLimits limits, Path workParent) {
        this.allowFileUrls = allowFileUrls;
        this.addresses = addresses;
        this.limits = limits;
        this.workParent = workParent;
    }

    /**
     * @throws FetchException always with a reason that names what to change
     */
    public Snapshot fetch(FetchRequest request, FetchListener listener) throws FetchException {
        IsolatedGit.install();
        if (!request.revision().isEmpty()) {
            Revision.check(request.revision());
        }
        try {
            if (RepositoryUrl.looksLikeUrl(request.source()) || request.source().startsWith("-")) {
                return remote(request, listener);
            }
            var path = localPath(request.source());
            return request.workingTree() ? workingTree(path, request) : local(path, request);
        } catch (IOException e) {
            var full = DiskSpace.exhausted(e);
            throw full.isPresent()
                    ? DiskSpace.failure(full.get(), e)
                    : new FetchException(
                            DATA, "the repository cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path localPath(String source) throws FetchException {
        try {
            var path = Path.of(source).toRealPath();
            if (Files.isDirectory(path)) {
                return path;
            }
        } catch (IOException | InvalidPathException missing) {
            throw new FetchException(
                    CONFIG,
                    "source: there is no folder "
                            + source
                            + "; give a path or a URL such as https://host/path",
                    missing);
        }
        throw new FetchException(CONFIG, "source: " + source + " is not a folder");
    }

    private Snapshot workingTree(Path folder, FetchRequest request)
            throws FetchException, IOException {
        if (!request.revision().isEmpty()) {
            throw new FetchException(
                    CONFIG, "a working tree has no revision; leave out one of the two");
        }
        if (!isRepository(folder)) {
            var files =
                    new FileTreeIterator(
                            folder.toFile(),
                            FS.DETECTED,
                            IsolatedGit.config().get(WorkingTreeOptions.KEY));
            return new WorkingTreeSnapshot(folder, files, "", request.selection(), limits);
        }
        try (var repository = open(folder)) {
            if (repository.isBare()) {
                throw new FetchException(
                        CONFIG, "source: " + folder + " is bare and has no working tree");
            }
            var head = repository.resolve(Constants.HEAD);
            return new WorkingTreeSnapshot(
                    repository.getWorkTree().toPath(),
                    new FileTreeIterator(repository),
                    head == null ? "" : head.name(),
                    request.selection(),
                    limits);
        }
    }

    private static boolean isRepository(Path folder) {
        return Files.exists(folder.resolve(Constants.DOT_GIT))
                || RepositoryCache.FileKey.isGitRepository(folder.toFile(), FS.DETECTED);
    }

    private static Repository open(Path folder) throws FetchException, IOException {
        if (!isRepository(folder)) {
            throw new FetchException(
                    CONFIG,
                    "source: "
                            + folder
                            + " is not a Git repository; use --worktree to read its files as they"
                            + " lie");
        }
        var builder = new FileRepositoryBuilder().setFS(FS.DETECTED).setMustExist(true);
        return Files.exists(folder.resolve(Constants.DOT_GIT))
                ? builder.setWorkTree(folder.toFile()).build()
                : builder.setGitDir(folder.toFile()).setBare().build();
    }

    private Snapshot local(Path folder, FetchRequest request) throws FetchException, IOException {
        var repository = open(folder);
        try {
            var commit =
                    commit(repository, localId(repository, request.revision()), request.revision());
            return new GitSnapshot(repository, commit, request.selection(), limits, () -> {});
        } catch (FetchException | IOException | RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    private static ObjectId localId(Repository repository, String revision)
            throws FetchException, IOException {
        if (revision.isEmpty()) {
            var head = repository.resolve(Constants.HEAD);
            if (head == null) {
                throw new FetchException(
                        DATA, "the repository has no commits on its default branch");
            }
            return head;
        }
        if (Revision.isHash(revision)) {
            return ObjectId.fromString(revision);
        }
        var names =
                repository.getRefDatabase().getRefs().stream()
                        .map(Ref::getName)
                        .collect(Collectors.toSet());
        var name = Revision.ref(revision, names).orElseThrow(() -> Revision.notFound(revision));
        return repository.exactRef(name).getObjectId();
    }

    private static RevCommit commit(Repository repository, ObjectId id, String revision)
            throws FetchException, IOException {
        try (var walk = new RevWalk(repository)) {
            return walk.parseCommit(id);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            throw Revision.noCommit(revision);
        }
    }

    private Snapshot remote(FetchRequest request, FetchListener listener)
            throws FetchException, IOException {
        var url = RepositoryUrl.parse(request.source(), allowFileUrls);
        if (request.workingTree()) {
            throw new FetchException(CONFIG, "a URL has no working tree; leave out --worktree");
        }
        var checked = new CheckedAddresses(addresses);
        if (!url.host().isEmpty() && checked.bind()) {
            checked.of(url.host());
        }
        var directory = WorkDirectory.in(workParent);
        Repository repository = null;
        try {
            repository =
                    new FileRepositoryBuilder()
                            .setFS(FS.DETECTED)
                            .setBare()
                            .setGitDir(directory.path().resolve("repository.git").toFile())
                            .build();
            repository.create(true);
            // it lives for minutes; collecting its garbage would run on after it is gone
            repository.getConfig().setInt("gc", null, "auto", 0);
            var fetch =
                    new RemoteFetch(url, request.credentials(), checked, limits, directory.path());
            var id = fetch.into(repository, request.revision(), listener);
            var commit = commit(repository, id, request.revision());
            return new GitSnapshot(
                    repository, commit, request.selection(), limits, directory::close);
        } catch (FetchException | IOException | RuntimeException e) {
            if (repository != null) {
                repository.close();
            }
            directory.close();
            throw e;
        }
    }
}
