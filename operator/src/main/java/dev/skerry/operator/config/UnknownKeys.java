package dev.skerry.operator.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keys and variables with our prefix that mean nothing: mostly typing errors. */
final class UnknownKeys {
    private static final String PREFIX = "skerry.";
    private static final String VARIABLES = "SKERRY_";

    /** Of our other programs, which a shell may have exported. */
    private static final Set<String> OF_OTHERS =
            Set.of(
                    "SKERRY_ALLOW_FILE_URLS",
                    "SKERRY_ALLOW_PRIVATE_ADDRESSES",
                    "SKERRY_CA_FILE",
                    "SKERRY_CHECKOUT",
                    "SKERRY_DEBUG",
                    "SKERRY_DENIED_NETWORKS",
                    "SKERRY_FAULT_POINTS",
                    "SKERRY_GIT_CREDENTIALS_DIR",
                    "SKERRY_HOME",
                    "SKERRY_JOB_FILE",
                    "SKERRY_POD_UID",
                    "SKERRY_RESUME_FROM",
                    "SKERRY_TERMINAL",
                    "SKERRY_TERMINATION_LOG",
                    "SKERRY_TOKEN_FILE",
                    "SKERRY_WORK_DIR");

    /**
     * Of Kubernetes, which describes each Service of the namespace so, unless it is told not to.
     */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(
                    "SKERRY_([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
                            + "|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private static final int SIMILAR = 3;

    private UnknownKeys() {}

    static List<Problem> in(List<Declared> settings, Given given) {
        var problems = new ArrayList<Problem>();
        var keys = settings.stream().map(Declared::key).collect(Collectors.toSet());
        var variables = settings.stream().map(Declared::variable).collect(Collectors.toSet());
        given.keysBelow(PREFIX)
                .forEach(
                        (key, source) -> {
                            if (!keys.contains(key))
                                problems.add(
                                        unknown("%s (from %s)".formatted(key, source), key, keys));
                        });
        for (var variable : given.variablesBelow(VARIABLES)) {
            if (variables.contains(variable)
                    || OF_OTHERS.contains(variable)
                    || variable.startsWith("SKERRY_TEST_")
                    || isServiceLink(variable, given)) continue;
            problems.add(unknown(variable + " (an environment variable)", variable, variables));
        }
        return problems;
    }

    private static boolean isServiceLink(String variable, Given given) {
        return SERVICE_LINK.matcher(variable).matches()
                && given.variable(variable).matches("(tcp|udp|sctp)(://.*)?|[0-9a-f.:]+");
    }

    private static Problem unknown(String where, String name, Collection<String> known) {
        return new Problem(
                where,
                "there is no such setting",
                nearest(name, known)
                        .map(n -> "did you mean " + n + "?")
                        .orElse("remove it; docs/reference/operator-settings.md has all of them"));
    }

    private static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(k -> distance(name, k) <= SIMILAR)
                .min(Comparator.<String>comparingInt(k -> distance(name, k)).thenComparing(k -> k));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[b.length()];
    }
}
