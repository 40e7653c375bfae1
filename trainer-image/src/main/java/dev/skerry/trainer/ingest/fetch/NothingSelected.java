package dev.skerry.trainer.ingest.fetch;

import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.resolve.RepositoryPaths;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Why a selection leaves no file of a repository, by the first of its parts that leaves none. */
final class NothingSelected {

    private static final int MOST_NAMED = 5;

    private final Selection selection;
    private final List<String> paths;

    /**
     * @param paths all files of the repository
     */
    NothingSelected(Selection selection, List<String> paths) {
        this.selection = selection;
        this.paths = paths;
    }

    String sentence() {
        if (paths.isEmpty()) {
            return "the repository has no files there; name another revision";
        }
        var fields = selection.fields();
        var below = only(paths, selection::isBelow);
        if (below.isEmpty()) {
            return fields.subdirectory() + ": " + noFolder();
        }
        var included = only(below, selection::isIncluded);
        if (included.isEmpty()) {
            return "%s: %s %s no file%s; a glob is a name such as *.py, or a path from the repository's root such as src/**"
                    .formatted(
                            fields.include(),
                            named(selection.include()),
                            selection.include().size() == 1 ? "matches" : "match",
                            place());
        }
        var ofLanguage = only(included, this::isOfLanguage);
        if (ofLanguage.isEmpty()) {
            return "%s: there is no source file of %s among the %d files%s%s; choose others"
                    .formatted(
                            fields.languages(),
                            selection.languages().stream()
                                    .sorted()
                                    .map(Language::id)
                                    .collect(Collectors.joining(", ")),
                            included.size(),
                            place(),
                            selection.include().isEmpty()
                                    ? ""
                                    : " that " + fields.include() + " names");
        }
        if (ofLanguage.stream().allMatch(selection::isExcluded)) {
            return "%s: %s leave%s out each of the %d source files%s; leave fewer out"
                    .formatted(
                            fields.exclude(),
                            named(selection.exclude()),
                            selection.exclude().size() == 1 ? "s" : "",
                            ofLanguage.size(),
                            place());
        }
        return "the repository has no source file among its %d files".formatted(paths.size());
    }

    private String noFolder() {
        var wanted = selection.subdirectory();
        if (paths.contains(wanted)) {
            return "\"%s\" is a file; give its folder".formatted(wanted);
        }
        var parent = RepositoryPaths.parent(wanted);
        while (!parent.isEmpty() && foldersIn(parent).isEmpty()) {
            parent = RepositoryPaths.parent(parent);
        }
        var folders = foldersIn(parent);
        return folders.isEmpty()
                ? "there is no folder \"%s\", the repository has none at all; leave it out"
                        .formatted(wanted)
                : "there is no folder \"%s\"; %s holds %s"
                        .formatted(
                                wanted,
                                parent.isEmpty() ? "the repository" : parent,
                                named(folders));
    }

    private List<String> foldersIn(String parent) {
        int from = parent.isEmpty() ? 0 : parent.length() + 1;
        return paths.stream()
                .filter(path -> RepositoryPaths.isInside(path, parent))
                .map(path -> path.substring(from))
                .filter(path -> path.contains("/"))
                .map(path -> path.substring(0, path.indexOf('/')))
                .distinct()
                .sorted()
                .toList();
    }

    private boolean isOfLanguage(String path) {
        return Language.ofPath(path).filter(selection.languages()::contains).isPresent();
    }

    private String place() {
        return selection.subdirectory().isEmpty()
                ? " of the repository"
                : " below " + selection.subdirectory();
    }

    private static List<String> only(List<String> paths, Predicate<String> condition) {
        return paths.stream().filter(condition).toList();
    }

    private static String named(List<String> names) {
        var first = names.stream().limit(MOST_NAMED).map(name -> '"' + name + '"');
        return first.collect(Collectors.joining(", ")) + (names.size() > MOST_NAMED ? ", …" : "");
    }
}
