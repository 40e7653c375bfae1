package dev.skerry.trainer.ingest.fetch;

import dev.skerry.api.Globs;
import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.resolve.RepositoryPaths;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which files of a commit are nodes. */
public final class Selection {

    public static final long DEFAULT_MAX_FILE_BYTES = 1 << 20;

    /** Every file of every language. */
    public static final Selection ALL =
            new Selection(
                    SelectionFields.SPEC,
                    "",
                    List.of(),
                    List.of(),
                    EnumSet.allOf(Language.class),
                    DEFAULT_MAX_FILE_BYTES);

    private final SelectionFields fields;
    private final String subdirectory;
    private final List<String> include;
    private final List<String> exclude;
    private final List<PathGlob> includeGlobs;
    private final List<PathGlob> excludeGlobs;
    private final Set<Language> languages;
    private final long maxFileBytes;

    /**
     * @param fields what messages call the other parameters
     * @param subdirectory only files below it; empty for the whole repository
     * @param include globs of which one must match; empty for all
     * @param exclude globs of which none may match
     * @param maxFileBytes larger files are nodes, but their imports are not read
     * @throws IllegalArgumentException with all problems in one line
     */
    public Selection(
            SelectionFields fields,
            String subdirectory,
            List<String> include,
            List<String> exclude,
            Set<Language> languages,
            long maxFileBytes) {
        var problems = new ArrayList<String>();
        var folder = RepositoryPaths.resolve("", subdirectory);
        if (folder.isEmpty()) {
            problems.add(
                    "%s: \"%s\" leaves the repository"
                            .formatted(fields.subdirectory(), subdirectory));
        }
        check(fields.include(), include, problems);
        check(fields.exclude(), exclude, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        this.fields = fields;
        this.subdirectory = folder.orElseThrow();
        this.include = List.copyOf(include);
        this.exclude = List.copyOf(exclude);
        this.includeGlobs = include.stream().map(PathGlob::new).toList();
        this.excludeGlobs = exclude.stream().map(PathGlob::new).toList();
        this.languages = Set.copyOf(languages);
        this.maxFileBytes = maxFileBytes;
    }

    private static void check(String field, List<String> globs, List<String> problems) {
        for (var glob : globs) {
            Globs.problem(glob).ifPresent(it -> problems.add("%s: %s".formatted(field, it)));
        }
    }

    public boolean accepts(String path, Language language) {
        return languages.contains(language)
                && isBelow(path)
                && isIncluded(path)
                && !isExcluded(path);
    }

    boolean isBelow(String path) {
        return RepositoryPaths.isInside(path, subdirectory);
    }

    boolean isIncluded(String path) {
        return includeGlobs.isEmpty() || includeGlobs.stream().anyMatch(it -> it.matches(path));
    }

    boolean isExcluded(String path) {
        return excludeGlobs.stream().anyMatch(it -> it.matches(path));
    }

    /**
     * Which part of this leaves none of these files, as a sentence that says what to change.
     *
     * @param paths all files of a repository
     */
    public String whyNothing(List<String> paths) {
        return new NothingSelected(this, paths).sentence();
    }

    SelectionFields fields() {
        return fields;
    }

    List<String> include() {
        return include;
    }

    List<String> exclude() {
        return exclude;
    }

    Set<Language> languages() {
        return languages;
    }

    public String subdirectory() {
        return subdirectory;
    }

    public long maxFileBytes() {
        return maxFileBytes;
    }
}
