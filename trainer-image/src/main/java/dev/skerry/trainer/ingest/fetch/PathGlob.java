package dev.skerry.trainer.ingest.fetch;

import dev.skerry.api.ForeignText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A glob over repository paths, as in {@code .gitignore}: {@code *} and {@code ?} stay within a
 * segment, {@code **} spans segments, a glob without {@code /} matches at any depth, and one that
 * matches a folder matches all below it. All else stands for itself.
 */
final class PathGlob {

    private static final int MAX_LENGTH = 512;
    private static final Pattern ALTERNATIVES = Pattern.compile("\\{[^{}/]*,[^{}/]*}");

    private final String[] segments;

    PathGlob(String glob) {
        var text = glob.startsWith("/") ? glob.substring(1) : glob;
        text = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        boolean anywhere = !text.contains("/") && !glob.startsWith("/");
        this.segments = (anywhere ? "**/" + text : text).split("/");
    }

    /** What makes a text no glob, or one that can never match what its writer means by it. */
    static Optional<String> problem(String glob) {
        if (glob.isBlank() || glob.length() > MAX_LENGTH) {
            return Optional.of("a glob has 1 to %d characters".formatted(MAX_LENGTH));
        }
        return misunderstanding(glob)
                .map(what -> "\"%s\" %s".formatted(ForeignText.shown(glob), what));
    }

    private static Optional<String> misunderstanding(String glob) {
        if (glob.startsWith("!")) {
            return Optional.of(
                    "begins with !, and globs cannot be turned round; name what you mean");
        }
        if (glob.contains("\\")) {
            return Optional.of("has a backslash; separate folders by /");
        }
        if (ALTERNATIVES.matcher(glob).find()) {
            return Optional.of("has alternatives in braces; give a glob for each");
        }
        if (!isBalanced(glob)) {
            return Optional.of(
                    "has a bracket without its other one; brackets stand for themselves, use ? for"
                            + " any one character");
        }
        var inner = glob.substring(glob.startsWith("/") ? 1 : 0).split("/", -1);
        for (int i = 0; i < inner.length; i++) {
            if (inner[i].equals(".") || inner[i].equals("..")) {
                return Optional.of("has a step . or ..; write the path from the repository's root");
            }
            if (inner[i].isEmpty() && (i < inner.length - 1 || i == 0)) {
                return Optional.of("names an empty folder; separate folders by one /");
            }
        }
        return Optional.empty();
    }

    private static boolean isBalanced(String glob) {
        int open = 0;
        for (int i = 0; i < glob.length() && open >= 0; i++) {
            open += glob.charAt(i) == '[' ? 1 : glob.charAt(i) == ']' ? -1 : 0;
        }
        return open == 0;
    }

    boolean matches(String path) {
        var names = path.split("/");
        // reached[i]: the first i segments of the glob match the names read so far
        var reached = new boolean[segments.length + 1];
        reached[0] = true;
        skipStars(reached);
        for (var name : names) {
            var next = new boolean[segments.length + 1];
            for (int i = 0; i < segments.length; i++) {
                if (!reached[i]) {
                    continue;
                }
                if (segments[i].equals("**")) {
                    next[i] = true;
                } else if (segmentMatches(segments[i], name)) {
                    next[i + 1] = true;
                }
            }
            skipStars(next);
            if (next[segments.length]) {
                return true;
            }
            reached = next;
        }
        return false;
    }

    private void skipStars(boolean[] reached) {
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (reached[i] && segments[i].equals("**") && !last) {
                reached[i + 1] = true;
            }
            if (reached[i] && segments[i].equals("**") && last && i > 0) {
                reached[i + 1] = true;
            }
        }
    }

    /** {@code *} and {@code ?} in time linear in the name for each star, without recursion. */
    private static boolean segmentMatches(String glob, String name) {
        int g = 0;
        int n = 0;
        int star = -1;
        int mark = 0;
        while (n < name.length()) {
            if (g < glob.length()
                    && (glob.charAt(g) == '?' || glob.charAt(g) == name.charAt(n))
                    && glob.charAt(g) != '*') {
                g++;
                n++;
            } else if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                mark = n;
            } else if (star >= 0) {
                g = star + 1;
                n = ++mark;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
