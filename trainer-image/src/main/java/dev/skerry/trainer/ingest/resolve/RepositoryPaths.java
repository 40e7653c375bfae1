package dev.skerry.trainer.ingest.resolve;

import java.util.ArrayDeque;
import java.util.Optional;

/** Paths as Git writes them: relative, separated by {@code /}, the root being the empty string. */
public final class RepositoryPaths {

    private RepositoryPaths() {}

    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    public static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    public static boolean isInside(String path, String directory) {
        return directory.isEmpty()
                || path.length() > directory.length()
                        && path.charAt(directory.length()) == '/'
                        && path.startsWith(directory);
    }

    /** How many leading segments two paths share. */
    public static int commonSegments(String a, String b) {
        int segments = 0;
        int limit = Math.min(a.length(), b.length());
        for (int i = 0; i < limit && a.charAt(i) == b.charAt(i); i++) {
            if (a.charAt(i) == '/') {
                segments++;
            }
        }
        return segments;
    }

    /**
     * A path with {@code .} and {@code ..} seen from a directory; empty where it leaves the
     * repository.
     */
    public static Optional<String> resolve(String directory, String relative) {
        var segments = new ArrayDeque<String>();
        if (!relative.startsWith("/")) {
            for (var segment : directory.split("/")) {
                if (!segment.isEmpty()) {
                    segments.addLast(segment);
                }
            }
        }
        for (var segment : relative.split("/")) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (segments.pollLast() == null) {
                        return Optional.empty();
                    }
                }
                default -> segments.addLast(segment);
            }
        }
        return Optional.of(String.join("/", segments));
    }
}
