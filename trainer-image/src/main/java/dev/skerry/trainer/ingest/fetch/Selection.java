package dev.skerry.trainer.ingest.fetch;

import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.resolve.RepositoryPaths;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which files of a commit are nodes. */
public final class Selection {

    public static final long DEFAULT_MAX_FILE_BYTES = 1 << 20;

    /** Every file of every language. */
    public static final Selection ALL =
            new Selection(
                    "",
                    List.of(),
                    List.of(),
                    EnumSet.allOf(Language.class),
                    DEFAULT_MAX_FILE_BYTES);

    private final String subdirectory;
    private final List<PathGlob> include;
    private final List<PathGlob> exclude;
    private final Set<Language> languages;
    private final long maxFileBytes;

    /**
     * @param subdirectory only files below it; empty for the whole repository
     * @param include globs of which one must match; empty for all
     * @param exclude globs of which none may match
     * @param maxFileBytes larger files are nodes, but their imports are not read
     */
    public Selection(
            String subdirectory,
            List<String> include,
            List<String> exclude,
            Set<Language> languages,
            long maxFileBytes) {
        this.subdirectory =
                RepositoryPaths.resolve("", subdirectory)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "repository.subdirectory: \""
                                                        + subdirectory
                                                        + "\" leaves the repository"));
        this.include = include.stream().map(PathGlob::new).toList();
        this.exclude = exclude.stream().map(PathGlob::new).toList();
        this.languages = Set.copyOf(languages);
        this.maxFileBytes = maxFileBytes;
    }

    public boolean accepts(String path, Language language) {
        return languages.contains(language)
                && RepositoryPaths.isInside(path, subdirectory)
                && (include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(path)))
                && exclude.stream().noneMatch(glob -> glob.matches(path));
    }

    public String subdirectory() {
        return subdirectory;
    }

    public long maxFileBytes() {
        return maxFileBytes;
    }
}
