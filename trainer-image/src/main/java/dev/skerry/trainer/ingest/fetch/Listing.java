package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.DATA;

import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.parse.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the entries of a commit within limits, and numbers its source files. */
final class Listing {

    private static final byte[] LFS =
            "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);
    private static final int LFS_MAX_BYTES = 1024;

    private final FetchLimits limits;
    private final long deadline;
    private final Set<String> paths = new HashSet<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int visited;
    private int symlinks;
    private int submodules;
    private int lfsPointers;

    private record Candidate(String path, Language language, long bytes) {}

    Listing(FetchLimits limits) {
        this.limits = limits;
        this.deadline = System.nanoTime() + limits.time().toNanos();
    }

    /**
     * Counts an entry of any kind, folders too: trees can be nested to hold more than any machine
     * can list.
     */
    void visit() throws FetchException {
        if (++visited > limits.files()) {
            throw new FetchException(
                    DATA,
                    "the repository has over %d files; choose a subdirectory or raise the limit"
                            .formatted(limits.files()));
        }
        if ((visited & 1023) == 0 && System.nanoTime() > deadline) {
            throw new FetchException(
                    DATA,
                    "listing the repository took over %d s".formatted(limits.time().toSeconds()));
        }
    }

    void symlink() {
        symlinks++;
    }

    void submodule() {
        submodules++;
    }

    void lfsPointer(String path) {
        lfsPointers++;
        paths.remove(path);
    }

    /** False for a second file of the same name, which only paths that are not UTF-8 can have. */
    boolean file(String path) {
        boolean fresh = paths.add(path);
        if (!fresh) {
            notes.add(
                    "two files are called "
                            + path
                            + " when their names are read as UTF-8; the second is left out");
        }
        return fresh;
    }

    void source(String path, Language language, long bytes) {
        candidates.add(new Candidate(path, language, bytes));
    }

    static boolean mayBeLfsPointer(long bytes) {
        return bytes > LFS.length && bytes < LFS_MAX_BYTES;
    }

    static boolean isLfsPointer(byte[] content) {
        return content.length > LFS.length
                && Arrays.equals(content, 0, LFS.length, LFS, 0, LFS.length);
    }

    List<String> sortedPaths() {
        var sorted = new ArrayList<>(paths);
        sorted.sort(Listing::compareCodePoints);
        return List.copyOf(sorted);
    }

    List<SourceFile> sortedSources() {
        candidates.sort(Comparator.comparing(Candidate::path, Listing::compareCodePoints));
        var sources = new ArrayList<SourceFile>(candidates.size());
        for (var candidate : candidates) {
            sources.add(
                    new SourceFile(
                            sources.size(),
                            candidate.path(),
                            candidate.language(),
                            candidate.bytes()));
        }
        return List.copyOf(sources);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    Snapshot.Skipped skipped() {
        return new Snapshot.Skipped(symlinks, submodules, lfsPointers);
    }

    /**
     * By code points, which for UTF-16 strings differs from {@code compareTo} beyond the basic
     * plane.
     */
    static int compareCodePoints(String a, String b) {
        int limit = Math.min(a.length(), b.length());
        for (int i = 0; i < limit; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
