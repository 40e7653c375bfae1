package dev.skerry.trainer.ingest.resolve.ecmascript;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    private ConditionalTargets() {}

    /**
     * The targets of a subpath.
     *
     * @param exports of one package: an object of subpaths, or directly a target
     * @param subpath {@code .} or {@code ./…}
     * @return empty where the subpath is not mentioned; an empty list where it is closed by null
     */
    static Optional<List<String>> ofExports(
            JsonNode exports, String subpath, Dialect dialect, boolean required) {
        boolean bySubpath =
                exports.isObject()
                        && exports.properties().stream().anyMatch(e -> e.getKey().startsWith("."));
        if (!bySubpath) {
            return subpath.equals(".")
                    ? Optional.of(targets(exports, "", dialect, required))
                    : Optional.empty();
        }
        return of(exports, subpath, dialect, required);
    }

    /** The targets of a key in an object of exact keys and of patterns with one star. */
    static Optional<List<String>> of(JsonNode keys, String key, Dialect dialect, boolean required) {
        var exact = keys.get(key);
        if (exact != null && key.indexOf('*') < 0) {
            return Optional.of(targets(exact, "", dialect, required));
        }
        String best = null;
        String matched = "";
        for (var entry : keys.properties()) {
            String pattern = entry.getKey();
            int star = pattern.indexOf('*');
            String prefix = star < 0 ? pattern : pattern.substring(0, star);
            String suffix = star < 0 ? "" : pattern.substring(star + 1);
            boolean folder = star < 0 && pattern.endsWith("/");
            if ((star >= 0 || folder)
                    && key.length() >= prefix.length() + suffix.length()
                    && key.startsWith(prefix)
                    && key.endsWith(suffix)
                    && (best == null || isMoreSpecific(pattern, best))) {
                best = pattern;
                matched = key.substring(prefix.length(), key.length() - suffix.length());
            }
        }
        return best == null
                ? Optional.empty()
                : Optional.of(targets(keys.get(best), matched, dialect, required));
    }

    private static boolean isMoreSpecific(String pattern, String than) {
        int base = baseLength(pattern) - baseLength(than);
        return base != 0 ? base > 0 : pattern.length() > than.length();
    }

    private static int baseLength(String pattern) {
        int star = pattern.indexOf('*');
        return star < 0 ? pattern.length() : star + 1;
    }

    private static List<String> targets(
            JsonNode target, String matched, Dialect dialect, boolean required) {
        var holding = new HashSet<>(ALWAYS);
        holding.add(required ? "require" : "import");
        if (dialect == Dialect.TYPESCRIPT) {
            holding.add("types");
        }
        var targets = new LinkedHashSet<String>();
        collect(target, holding, false, targets);
        collect(target, holding, true, targets);
        return targets.stream().map(each -> substituted(each, matched)).toList();
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

    private static String substituted(String target, String matched) {
        return target.endsWith("/") ? target + matched : target.replace("*", matched);
    }
}
