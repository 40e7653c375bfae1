package dev.skerry.trainer.ingest.resolve.ecmascript;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code tsconfig.json} or {@code jsconfig.json} after {@code extends}, all paths relative to the
 * repository root.
 *
 * @param path of the file itself
 * @param baseUrl only where it is set
 * @param paths pattern to its substitutions, each still with its star
 * @param outputs {@code outDir} and {@code declarationDir}
 * @param rootDir only where it is set
 * @param files the list of {@code files}, empty also where it is absent
 * @param include globs; {@code **} below the configuration's directory where neither files nor
 *     include are set
 * @param includeRoots the directories that the globs begin with
 * @param references configurations named by {@code references}
 */
record TsConfig(
        String path,
        Optional<String> baseUrl,
        Map<String, List<String>> paths,
        List<String> rootDirs,
        List<String> outputs,
        Optional<String> rootDir,
        List<String> files,
        List<PathGlob> include,
        List<String> includeRoots,
        List<PathGlob> exclude,
        List<String> references) {

    String directory() {
        return RepositoryPath.parent(path);
    }

    boolean hasAliases() {
        return baseUrl.isPresent() || !paths.isEmpty();
    }

    /** Whether the program that this configuration describes has the file among its roots. */
    boolean includes(String file) {
        if (files.contains(file)) {
            return true;
        }
        return includeRoots.stream().anyMatch(root -> RepositoryPath.isWithin(root, file))
                && include.stream().anyMatch(glob -> glob.matches(file))
                && exclude.stream().noneMatch(glob -> glob.matches(file));
    }

    /** The substitutions of the most specific pattern, empty where none matches. */
    Optional<Match> match(String specifier) {
        var exact = paths.get(specifier);
        if (exact != null && specifier.indexOf('*') < 0) {
            return Optional.of(new Match(specifier, exact));
        }
        String best = null;
        int longest = -1;
        for (var pattern : paths.keySet()) {
            int star = pattern.indexOf('*');
            if (star > longest
                    && specifier.length() >= pattern.length() - 1
                    && specifier.startsWith(pattern.substring(0, star))
                    && specifier.endsWith(pattern.substring(star + 1))) {
                best = pattern;
                longest = star;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        String matched =
                specifier.substring(longest, specifier.length() - (best.length() - longest - 1));
        return Optional.of(
                new Match(
                        best,
                        paths.get(best).stream().map(each -> each.replace("*", matched)).toList()));
    }

    /** A pattern of {@code paths} and where it leads. */
    record Match(String pattern, List<String> targets) {}
}
