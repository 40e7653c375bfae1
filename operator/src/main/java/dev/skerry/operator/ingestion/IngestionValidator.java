package dev.skerry.operator.ingestion;

import dev.skerry.api.Globs;
import dev.skerry.api.IngestionJobSpec.Repository;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the schema cannot say about a spec. Pure; every problem names field, fault and way out. */
final class IngestionValidator {
    private static final Set<String> SCHEMES = Set.of("https", "ssh");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
    private static final int FULL_HASH = 40;
    private static final int SHORTEST_HASH = 7;

    private IngestionValidator() {}

    /**
     * @param fileUrls whether file:// repositories may be read
     */
    static List<String> check(Repository repository, boolean fileUrls) {
        var problems = new ArrayList<String>();
        if (repository == null || repository.url() == null)
            return List.of("spec.repository.url: is missing; give the address of a Git repository");
        checkUrl(repository.url(), fileUrls, problems);
        checkRevision(repository.revision(), problems);
        checkGlobs("include", repository.include(), problems);
        checkGlobs("exclude", repository.exclude(), problems);
        return problems;
    }

    private static void checkUrl(String text, boolean fileUrls, List<String> problems) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            problems.add(
                    "spec.repository.url: is not a URL ("
                            + e.getReason()
                            + "); give one such as https://git.example.org/team/code.git");
            return;
        }
        var scheme = url.getScheme() == null ? "" : url.getScheme();
        if (scheme.equals("file")) {
            if (!fileUrls) {
                problems.add(
                        "spec.repository.url: scheme \"file\" is not allowed here; use https or ssh");
            }
            return;
        }
        if (!SCHEMES.contains(scheme)) {
            problems.add(
                    "spec.repository.url: scheme \""
                            + scheme
                            + "\" is not allowed; use https or ssh");
            return;
        }
        if (url.getHost() == null) {
            problems.add(
                    "spec.repository.url: names no host; give one such as https://git.example.org/team/code.git");
        }
        var user = url.getUserInfo();
        if (user != null && (scheme.equals("https") || user.contains(":"))) {
            problems.add(
                    "spec.repository.url: holds credentials; take them out and name a Secret in spec.repository.credentialsSecretRef");
        }
    }

    private static void checkGlobs(String field, List<String> globs, List<String> problems) {
        if (globs == null) return;
        globs.stream()
                .flatMap(glob -> Globs.problem(glob).stream())
                .forEach(it -> problems.add("spec.repository.%s: %s".formatted(field, it)));
    }

    private static void checkRevision(String revision, List<String> problems) {
        if (revision == null) return;
        if (HEX.matcher(revision).matches()
                && revision.length() >= SHORTEST_HASH
                && revision.length() < FULL_HASH
                && revision.chars().anyMatch(Character::isDigit)) {
            problems.add(
                    "spec.repository.revision: \""
                            + revision
                            + "\" looks like a short hash; give all 40 digits, or refs/heads/"
                            + revision
                            + " for a branch of that name");
        }
    }
}
