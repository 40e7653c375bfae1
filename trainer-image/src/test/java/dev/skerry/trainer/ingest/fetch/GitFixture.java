package dev.skerry.trainer.ingest.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A bare repository with commits made object by object, so that it may hold what no checkout would.
 */
public final class GitFixture implements AutoCloseable {

    private static final PersonIdent AUTHOR =
            new PersonIdent(
                    "a", "a@example.com", Instant.ofEpochSecond(1_700_000_000L), ZoneOffset.UTC);

    private final Repository repository;

    public GitFixture(Path directory) throws IOException {
        IsolatedGit.install();
        repository = new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
        repository.create(true);
    }

    /** Commits regular files to a branch, which becomes HEAD's if it is {@code master}. */
    public String commit(String ref, Map<String, byte[]> files) throws IOException {
        return commit(ref, files, Map.of());
    }

    /** Commits files, and links and submodules by their modes. */
    public String commit(String ref, Map<String, byte[]> files, Map<String, FileMode> modes)
            throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var index = DirCache.newInCore();
            var builder = index.builder();
            for (var file : files.entrySet()) {
                var entry = new DirCacheEntry(file.getKey());
                var mode = modes.getOrDefault(file.getKey(), FileMode.REGULAR_FILE);
                entry.setFileMode(mode);
                entry.setObjectId(
                        mode == FileMode.GITLINK
                                ? ObjectId.fromString("1".repeat(40))
                                : inserter.insert(Constants.OBJ_BLOB, file.getValue()));
                builder.add(entry);
            }
            builder.finish();
            var commit = new CommitBuilder();
            commit.setTreeId(index.writeTree(inserter));
            commit.setAuthor(AUTHOR);
            commit.setCommitter(AUTHOR);
            commit.setMessage("test");
            var id = inserter.insert(commit);
            inserter.flush();
            point(ref, id);
            return id.name();
        }
    }

    /** Makes an annotated tag; its own hash. */
    public String annotate(String name, ObjectId commit) throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var tag = new TagBuilder();
            tag.setTag(name);
            tag.setObjectId(commit, Constants.OBJ_COMMIT);
            tag.setTagger(AUTHOR);
            tag.setMessage("test");
            var id = inserter.insert(tag);
            inserter.flush();
            point(Constants.R_TAGS + name, id);
            return id.name();
        }
    }

    public void point(String ref, ObjectId id) throws IOException {
        var update = repository.updateRef(ref);
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        var result = update.update();
        if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FORCED) {
            throw new IOException(ref + ": " + result);
        }
    }

    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        repository.close();
    }
}
