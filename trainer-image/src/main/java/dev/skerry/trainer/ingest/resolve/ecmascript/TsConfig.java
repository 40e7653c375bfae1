package dev.skerry.trainer.ingest.resolve.ecmascript;

import dev.skerry.trainer.ingest.resolve.Effort;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code tsconfig.json} or {@code jsconfig.json} after {@code extends}, all paths relative to the
 * repository root.
 *
 * @param path of the file itself
 * @param baseUrl only where it is set
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
        PathPatterns paths,
        List<String> rootDirs,
        List<String> outputs,
        Optional<String> rootDir,
        Set<String> files,
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

    /**
     * Whether the program that this configuration describes has the file among its roots.
     *
     * @return false also where the effort does not suffice to tell
     */
    boolean includes(String file, Effort effort) {
        if (files.contains(file)) {
            return true;
        }
        if (!effort.spend(includeRoots.size())
                || includeRoots.stream().noneMatch(root -> RepositoryPath.isWithin(root, file))) {
            return false;
        }
        var segments = PathGlob.segments(file);
        return include.stream().anyMatch(glob -> glob.matches(segments, effort))
                && exclude.stream().noneMatch(glob -> glob.matches(segments, effort));
    }
}
