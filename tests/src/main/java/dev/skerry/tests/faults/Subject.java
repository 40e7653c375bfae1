package dev.skerry.tests.faults;

import dev.skerry.tests.cluster.Repository;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The job whose invariants are checked.
 *
 * @param url of its repository
 * @param paths of the source files in the commit
 */
record Subject(String namespace, String name, String url, String commit, Set<String> paths) {
    static final String COLLECTION = "code";

    static Subject of(String namespace, String name, Repository repository) throws IOException {
        var paths =
                Arrays.stream(
                                repository
                                        .git("ls-tree", "-r", "--name-only", "HEAD")
                                        .split("\n", -1))
                        .filter(path -> !path.isBlank())
                        .collect(Collectors.toUnmodifiableSet());
        return new Subject(
                namespace,
                name,
                "file://" + repository.path,
                repository.git("rev-parse", "HEAD").strip(),
                paths);
    }

    /** Full name of its collection. */
    String collection() {
        return namespace + "." + COLLECTION;
    }
}
