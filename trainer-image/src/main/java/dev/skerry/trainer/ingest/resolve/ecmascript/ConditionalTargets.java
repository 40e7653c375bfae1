package dev.skerry.trainer.ingest.resolve.ecmascript;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Subpaths of {@code exports} and {@code imports} after Node's PACKAGE_EXPORTS_RESOLVE and
 * PACKAGE_IMPORTS_RESOLVE, except that all targets are listed, those of the conditions that hold
 * first: the published file is mostly absent from the repository while another condition names the
 * source.
 */
final class ConditionalTargets {

    /**
     * Those of Node, and {@code source}; the bundlers' own ({@code browser}, {@code module}) come
     * in the second round.
     */
    private static final Set<String> ALWAYS =
            Set.of("source", "node", "module-sync", "development", "default");

    private static final int MOST_TARGETS = 200;
    private static final int MOST_PATTERNS = 1000;

    /** A key with one star, or of a folder, split where the matched text goes. */
    private record Pattern(String key, String prefix, String suffix) {}

    private record Asked(String key, Dialect dialect, boolean required) {}

    private final JsonNode keys;
    private final boolean bySubpath;
    private final List<Pattern> patterns = new ArrayList<>();

    /** Before the matched text is put in: a tree of conditions is walked once for each key. */
    private final Map<Asked, List<String>> known = new ConcurrentHashMap<>();

    /**
     * @param keys {@code exports} of one package, an object of subpaths or directly a target; or
     *     its {@code imports}
     */
    ConditionalTargets(JsonNode keys) {
        this.keys = keys;
        this.bySubpath =
                keys.isObject()
                        && keys.properties().stream().anyMatch(e -> e.getKey().startsWith("."));
        for (var entry : keys.properties()) {
            String key = entry.getKey();
            int star = key.indexOf('*');
            if (patterns.size() < MOST_PATTERNS && (star >= 0 || key.endsWith("/"))) {
                patterns.add(
                        new Pattern(
                                key,
                                star < 0 ? key : key.substring(0, star),
                                star < 0 ? "" : key.substring(star + 1)));
            }
        }
    }

    /**
     * The targets of a subpath of {@code exports}.
     *
     * @param subpath {@code .} or {@code ./…}
     * @return empty where the subpath is not mentioned; an empty list where it is closed by null
     */
    Optional<List<String>> ofExports(String subpath, Dialect dialect, boolean required) {
        if (!bySubpath) {
            return subpath.equals(".")
                    ? Optional.of(substituted(targets("", keys, dialect, required), ""))
                    : Optional.empty();
        }
        return of(subpath, dialect, required);
    }

    /** The targets of a key in an object of exact keys and of patterns with one star. */
    Optional<List<String>> of(String key, Dialect dialect, boolean required) {
        var exact = keys.get(key);
        if (exact != null && key.indexOf('*') < 0) {
            return Optional.of(substituted(targets(key, exact, dialect, required), ""));
        }
        String best = null;
        String matched = "";
        for (var pattern : patterns) {
            String prefix = pattern.prefix();
            String suffix = pattern.suffix();
            if (key.length() >= prefix.length() + suffix.length()
                    && key.startsWith(prefix)
                    && key.endsWith(suffix)
                    && (best == null || isMoreSpecific(pattern.key(), best))) {
                best = pattern.key();
                matched = key.substring(prefix.length(), key.length() - suffix.length());
            }
        }
        return best == null
                ? Optional.empty()
                : Optional.of(
                        substituted(targets(best, keys.get(best), dialect, required), matched));
    }

    private static boolean isMoreSpecific(String pattern, String than) {
        int base = baseLength(pattern) - baseLength(than);
        return base != 0 ? base > 0 : pattern.length() > than.length();
    }

    private static int baseLength(String pattern) {
        int star = pattern.indexOf('*');
        return star < 0 ? pattern.length() : star + 1;
    }

    private List<String> targets(String key, JsonNode target, Dialect dialect, boolean required) {
        return known.computeIfAbsent(
                new Asked(key, dialect, required), _ -> targets(target, dialect, required));
    }

    private static List<String> targets(JsonNode target, Dialect dialect, boolean required) {
        var holding = new HashSet<>(ALWAYS);
        holding.add(required ? "require" : "import");
        if (dialect == Dialect.TYPESCRIPT) {
            holding.add("types");
        }
        var targets = new LinkedHashSet<String>();
        collect(target, holding, false, targets);
        collect(target, holding, true, targets);
        return List.copyOf(targets);
    }

    private static void collect(
            JsonNode target, Set<String> holding, boolean any, Set<String> into) {
        if (into.size() >= MOST_TARGETS) {
            return;
        }
        if (target.isTextual()) {
            into.add(target.textValue());
        } else if (target.isArray()) {
            target.forEach(element -> collect(element, holding, any, into));
        } else if (target.isObject()) {
            for (var entry : target.properties()) {
                if (any || holding.contains(entry.getKey())) {
                    collect(entry.getValue(), holding, any, into);
                }
            }
        }
    }

    private static List<String> substituted(List<String> targets, String matched) {
        return targets.stream().map(each -> substituted(each, matched)).toList();
    }

    private static String substituted(String target, String matched) {
        return target.endsWith("/") ? target + matched : target.replace("*", matched);
    }
}
