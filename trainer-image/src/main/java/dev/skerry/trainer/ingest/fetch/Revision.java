package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.CONFIG;

import dev.skerry.api.ForeignText;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * What a user means by a revision: a branch (slashes allowed), a tag, or a full hash; nothing else
 * of Git's syntax.
 */
final class Revision {

    private static final Pattern FULL = Pattern.compile("[0-9a-fA-F]{40}");
    private static final Pattern SHORT = Pattern.compile("[0-9a-fA-F]{4,39}");

    private Revision() {}

    static boolean isHash(String revision) {
        return FULL.matcher(revision).matches();
    }

    /**
     * @throws FetchException CONFIG if it can be no branch, tag or hash
     */
    static void check(String revision) throws FetchException {
        if (!isHash(revision) && !Repository.isValidRefName(Constants.R_HEADS + revision)) {
            throw new FetchException(
                    CONFIG,
                    "repository.revision: \"%s\" is no name of a branch or tag and no full hash"
                            .formatted(shown(revision)));
        }
    }

    /**
     * The one ref of those that exist that the revision names: as written, branch, tag,
     * remote-tracking branch.
     */
    static Optional<String> ref(String revision, Set<String> existing) {
        for (var prefix :
                new String[] {
                    "", Constants.R_HEADS, Constants.R_TAGS, Constants.R_REMOTES + "origin/"
                }) {
            var name = prefix + revision;
            if (name.startsWith(Constants.R_REFS) && existing.contains(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    static FetchException notFound(String revision) {
        return new FetchException(
                CONFIG,
                SHORT.matcher(revision).matches()
                        ? "repository.revision: \"%s\" is no branch or tag; if it is a short hash, give all 40 digits"
                                .formatted(revision)
                        : "repository.revision: \"%s\" is neither a branch nor a tag of this repository"
                                .formatted(shown(revision)));
    }

    static FetchException noCommit(String revision) {
        return new FetchException(
                CONFIG,
                "repository.revision: \"%s\" is no commit of this repository"
                        .formatted(shown(revision)));
    }

    private static String shown(String revision) {
        return ForeignText.shown(revision.substring(0, Math.min(100, revision.length())));
    }
}
