package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.DATA;

import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.parse.SourceFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A commit read straight from the object store: nothing is checked out, so no path of it ever
 * touches the disk.
 */
final class GitSnapshot implements Snapshot {

    private final Repository repository;
    private final Runnable whenClosed;
    private final String commit;
    private final Map<String, ObjectId> blobs = new HashMap<>();
    private final List<String> paths;
    private final List<SourceFile> sources;
    private final List<String> notes;
    private final Skipped skipped;

    /**
     * @param repository owned: closed with this
     * @param whenClosed runs after the repository is closed
     */
    GitSnapshot(
            Repository repository,
            RevCommit commit,
            Selection selection,
            FetchLimits limits,
            Runnable whenClosed)
            throws FetchException, IOException {
        this.repository = repository;
        this.whenClosed = whenClosed;
        this.commit = commit.name();
        var listing = new Listing(limits);
        try (var reader = repository.newObjectReader();
                var walk = new TreeWalk(repository, reader)) {
            walk.addTree(commit.getTree());
            while (walk.next()) {
                listing.visit();
                add(walk, reader, selection, listing);
            }
        } catch (MissingObjectException e) {
            throw new FetchException(
                    DATA,
                    "the repository is damaged: object " + e.getObjectId().name() + " is missing",
                    e);
        }
        this.paths = listing.sortedPaths();
        this.sources = listing.sortedSources();
        this.notes = listing.notes();
        this.skipped = listing.skipped();
    }

    private void add(TreeWalk walk, ObjectReader reader, Selection selection, Listing listing)
            throws IOException {
        var mode = walk.getFileMode();
        if (mode == FileMode.TREE) {
            walk.enterSubtree();
        } else if (mode == FileMode.SYMLINK) {
            listing.symlink();
        } else if (mode == FileMode.GITLINK) {
            listing.submodule();
        } else if (listing.file(walk.getPathString())) {
            var path = walk.getPathString();
            var blob = walk.getObjectId(0);
            blobs.put(path, blob);
            var language = Language.ofPath(path).filter(it -> selection.accepts(path, it));
            if (language.isPresent()) {
                long bytes = reader.getObjectSize(blob, Constants.OBJ_BLOB);
                if (Listing.mayBeLfsPointer(bytes)
                        && Listing.isLfsPointer(
                                reader.open(blob, Constants.OBJ_BLOB).getCachedBytes())) {
                    listing.lfsPointer(path);
                    blobs.remove(path);
                } else {
                    listing.source(path, language.get(), bytes);
                }
            }
        }
    }

    @Override
    public String commit() {
        return commit;
    }

    @Override
    public List<String> paths() {
        return paths;
    }

    @Override
    public List<SourceFile> sources() {
        return sources;
    }

    @Override
    public Skipped skipped() {
        return skipped;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public Contents contents() {
        var reader = repository.newObjectReader();
        return new Contents() {
            @Override
            public Optional<byte[]> read(String path, long maxBytes) throws IOException {
                AnyObjectId blob = blobs.get(path);
                if (blob == null) {
                    return Optional.empty();
                }
                try {
                    var loader = reader.open(blob, Constants.OBJ_BLOB);
                    int limit = (int) Math.min(maxBytes, Integer.MAX_VALUE);
                    return loader.getSize() > maxBytes
                            ? Optional.empty()
                            : Optional.of(loader.getCachedBytes(limit));
                } catch (LargeObjectException e) {
                    return Optional.empty();
                }
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    @Override
    public void close() {
        repository.close();
        whenClosed.run();
    }
}
