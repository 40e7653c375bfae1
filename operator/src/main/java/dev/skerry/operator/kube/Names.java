package dev.skerry.operator.kube;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Deterministic names and labels of what we create; see the contracts. */
public final class Names {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String OURS = "skerry";
    public static final String SELECTOR = MANAGED_BY + "=" + OURS;
    public static final String KIND = "skerry.dev/kind";
    public static final String NAME = "skerry.dev/name";
    public static final String RUN = "skerry.dev/run";
    public static final String ATTEMPT = "skerry.dev/attempt";
    public static final String CONTAINER = "trainer";
    public static final String FIELD_MANAGER = "skerry";

    private static final Pattern CHILD = Pattern.compile(".*-[a-z]{2,4}-r(\\d{1,9})-a(\\d{1,9})");

    private Names() {}

    /** The Job and ConfigMap of an attempt: {@code NAME-ij-rR-aN}. */
    public static String child(String name, String shortKind, int run, int attempt) {
        return "%s-%s-r%d-a%d".formatted(name, shortKind, run, attempt);
    }

    /** Run and attempt of a child's name. */
    public static Optional<RunAttempt> parse(String child) {
        var matcher = CHILD.matcher(child);
        return matcher.matches()
                ? Optional.of(
                        new RunAttempt(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** Selects the children of one kind. */
    public static String selector(String kind) {
        return SELECTOR + "," + KIND + "=" + kind;
    }

    public static Map<String, String> labels(String kind, String name, int run, int attempt) {
        return Map.of(
                MANAGED_BY, OURS, KIND, kind, NAME, name, RUN, "" + run, ATTEMPT, "" + attempt);
    }

    /** Name of the resource of this kind that a child of ours belongs to, by its labels. */
    public static Optional<String> owner(String kind, Map<String, String> labels) {
        return Optional.ofNullable(labels)
                .filter(l -> kind.equals(l.get(KIND)))
                .map(l -> l.get(NAME));
    }

    /** Numbers in a child's name. */
    public record RunAttempt(int run, int attempt) {}
}
