package dev.skerry.trainer.ingest.fetch;

import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.parse.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;

/**
 * Files as they lie on disk below one folder, without what {@code .gitignore} excludes. Symbolic
 * links are never followed.
 */
final class WorkingTreeSnapshot implements Snapshot {

    private final Path root;
    private final String commit;
    private final List<String> paths;
    private final List<SourceFile> sources;
    private final List<String> notes;
    private final Skipped skipped;

    /**
     * @param files over {@code root}; knows the ignore rules
     */
    WorkingTreeSnapshot(
            Path root,
            FileTreeIterator files,
            String commit,
            Selection selection,
            FetchLimits limits)
            throws FetchException, IOException {
        this.root = root;
        this.commit = commit;
        var listing = new Listing(limits);
        try (var walk = new TreeWalk((ObjectReader) null)) {
            walk.addTree(files);
            while (walk.next()) {
                listing.visit();
                add(walk, selection, listing);
            }
        }
        this.paths = listing.sortedPaths();
        this.sources = listing.sortedSources();
        this.notes = listing.notes();
        this.skipped = listing.skipped();
    }

    private void add(TreeWalk walk, Selection selection, Listing listing) throws IOException {
        var entry = walk.getTree(0, WorkingTreeIterator.class);
        if (entry == null || entry.isEntryIgnored()) {
            return;
        }
        var mode = walk.getFileMode();
        if (mode == FileMode.TREE) {
            walk.enterSubtree();
        } else if (mode == FileMode.SYMLINK) {
            listing.symlink();
        } else if (mode == FileMode.GITLINK) {
            listing.submodule();
        } else if (listing.file(walk.getPathString())) {
            var path = walk.getPathString();
            var language = Language.ofPath(path).filter(it -> selection.accepts(path, it));
            if (language.isPresent()) {
                long bytes = entry.getEntryLength();
                if (Listing.mayBeLfsPointer(bytes)
                        && Listing.isLfsPointer(Files.readAllBytes(root.resolve(path)))) {
                    listing.lfsPointer(path);
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
        return new Contents() {
            @Override
            public Optional<byte[]> read(String path, long maxBytes) throws IOException {
                var file = root.resolve(path).normalize();
                if (!file.startsWith(root)
                        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    return Optional.empty();
                }
                try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    int limit = (int) Math.min(maxBytes, Integer.MAX_VALUE - 9);
                    var content = in.readNBytes(limit + 1);
                    return content.length > limit ? Optional.empty() : Optional.of(content);
                } catch (NoSuchFileException gone) {
                    return Optional.empty();
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
