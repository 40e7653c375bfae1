package dev.skerry.trainer.ingest.resolve.ecmascript;

import dev.skerry.trainer.ingest.resolve.Effort;
import java.util.ArrayList;
import java.util.List;

/**
 * A glob over path segments: {@code *} and {@code ?} within a segment, {@code **} over any number
 * of segments, {@code {a,b}} as alternatives. Matching takes time in the product of both lengths,
 * whatever the pattern.
 */
final class PathGlob {

    private static final int MOST_ALTERNATIVES = 64;
    private static final int LONGEST_PATTERN = 1000;

    private final List<String[]> alternatives = new ArrayList<>();

    private PathGlob(String pattern) {
        var expanded = new ArrayList<String>();
        expand(pattern, expanded);
        expanded.forEach(each -> alternatives.add(each.split("/")));
    }

    /**
     * @param pattern normalised, relative to the same directory as the paths it is asked about
     */
    static PathGlob of(String pattern) {
        return new PathGlob(pattern.length() > LONGEST_PATTERN ? "" : pattern);
    }

    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('{') >= 0;
    }

    /**
     * @return false also where the effort does not suffice to tell
     */
    boolean matches(String[] path, Effort effort) {
        for (var alternative : alternatives) {
            if (matches(alternative, path, effort)) {
                return true;
            }
        }
        return false;
    }

    static String[] segments(String path) {
        return path.split("/");
    }

    private static void expand(String pattern, List<String> into) {
        int open = pattern.indexOf('{');
        int close = open < 0 ? -1 : pattern.indexOf('}', open);
        if (close < 0 || into.size() >= MOST_ALTERNATIVES) {
            into.add(pattern);
            return;
        }
        for (var choice : pattern.substring(open + 1, close).split(",", -1)) {
            if (into.size() < MOST_ALTERNATIVES) {
                expand(pattern.substring(0, open) + choice + pattern.substring(close + 1), into);
            }
        }
    }

    /**
     * Row by row: after the first i segments of the pattern, which prefixes of the path are
     * matched.
     */
    private static boolean matches(String[] pattern, String[] path, Effort effort) {
        var reached = new boolean[path.length + 1];
        reached[0] = true;
        for (var segment : pattern) {
            if (!effort.spend(path.length + 1L)) {
                return false;
            }
            if (segment.equals("**")) {
                for (int i = 0; i < path.length; i++) {
                    reached[i + 1] |= reached[i];
                }
                continue;
            }
            for (int i = path.length; i > 0; i--) {
                reached[i] = reached[i - 1] && matchesSegment(segment, path[i - 1], effort);
            }
            reached[0] = false;
        }
        return reached[path.length];
    }

    /**
     * Greedy with one point of return, the last star: linear for one star, never worse than the
     * product.
     */
    private static boolean matchesSegment(String pattern, String text, Effort effort) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
            if (wanted == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0 && effort.spend(p - star)) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
