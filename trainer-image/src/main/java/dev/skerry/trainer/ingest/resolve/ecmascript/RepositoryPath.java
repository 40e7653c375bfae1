package dev.skerry.trainer.ingest.resolve.ecmascript;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Arithmetic on paths relative to the repository root, separated by {@code /}; the root is the
 * empty string.
 */
final class RepositoryPath {

    private RepositoryPath() {}

    /** The directory of a path; of a path without {@code /} the root. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /**
     * {@code relative} seen from {@code directory} and normalised; empty where it leaves the
     * repository.
     */
    static Optional<String> join(String directory, String relative) {
        if (relative.isEmpty() || relative.equals(".")) {
            return Optional.of(directory);
        }
        String joined = directory.isEmpty() ? relative : directory + "/" + relative;
        return isNormal(joined) ? Optional.of(joined) : normalised(joined);
    }

    private static boolean isNormal(String path) {
        int start = 0;
        while (start <= path.length()) {
            int end = path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            int length = end - start;
            if (length == 0
                    || path.charAt(start) == '.'
                            && (length == 1 || length == 2 && path.charAt(start + 1) == '.')) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static Optional<String> normalised(String path) {
        var segments = new ArrayDeque<String>();
        for (var segment : path.split("/")) {
            if (segment.equals("..")) {
                if (segments.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return Optional.of(String.join("/", segments));
    }

    /** Whether {@code path} is {@code directory} or lies below it. */
    static boolean isWithin(String directory, String path) {
        return directory.isEmpty()
                || path.startsWith(directory)
                        && (path.length() == directory.length()
                                || path.charAt(directory.length()) == '/');
    }

    /** What follows {@code directory} in a path within it. */
    static String below(String directory, String path) {
        if (directory.isEmpty()) {
            return path;
        }
        return path.length() == directory.length() ? "" : path.substring(directory.length() + 1);
    }

    static boolean hasSegment(String path, String segment) {
        return path.equals(segment)
                || path.startsWith(segment + "/")
                || path.endsWith("/" + segment)
                || path.contains("/" + segment + "/");
    }
}
