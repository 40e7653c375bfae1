package dev.skerry.trainer.ingest.fetch;

/**
 * A glob over repository paths, as in {@code .gitignore}: {@code *} and {@code ?} stay within a
 * segment, {@code **} spans segments, a glob without {@code /} matches at any depth, and one that
 * matches a folder matches all below it. All else stands for itself; {@link dev.skerry.api.Globs}
 * says what is none.
 */
final class PathGlob {

    private final String[] segments;

    PathGlob(String glob) {
        var text = glob.startsWith("/") ? glob.substring(1) : glob;
        text = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        boolean anywhere = !text.contains("/") && !glob.startsWith("/");
        this.segments = (anywhere ? "**/" + text : text).split("/");
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
