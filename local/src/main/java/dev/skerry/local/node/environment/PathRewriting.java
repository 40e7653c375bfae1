package dev.skerry.local.node.environment;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mount paths become folders of the pod. Only a whole argument or environment value, or what
 * follows its first {@code =}, is looked at: it is rewritten if it is a mount path or starts with
 * one plus {@code /}. Everything else, a URL above all, stays as it is. The longest mount path
 * wins.
 */
public final class PathRewriting {
    private record Mount(String path, String target) {}

    private final List<Mount> mounts;

    /**
     * @param targets mount path as the pod wrote it to where it lies on this machine
     */
    public PathRewriting(Map<String, String> targets) {
        var normal = new HashMap<String, String>();
        targets.forEach((path, target) -> normal.put(withoutSlash(path), target));
        mounts =
                normal.entrySet().stream()
                        .map(e -> new Mount(e.getKey(), e.getValue()))
                        .sorted(Comparator.comparingInt((Mount m) -> m.path().length()).reversed())
                        .toList();
    }

    public String rewrite(String value) {
        var whole = moved(value);
        if (whole.isPresent()) return whole.get();
        int equals = value.indexOf('=');
        if (equals < 0) return value;
        return moved(value.substring(equals + 1))
                .map(path -> value.substring(0, equals + 1) + path)
                .orElse(value);
    }

    /** Where a path of the container lies on this machine, if it is in a mount. */
    public Optional<String> moved(String path) {
        for (var mount : mounts) {
            if (path.equals(mount.path())) return Optional.of(mount.target());
            if (path.startsWith(mount.path() + "/")) {
                return Optional.of(mount.target() + path.substring(mount.path().length()));
            }
        }
        return Optional.empty();
    }

    private static String withoutSlash(String path) {
        var end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') end--;
        return path.substring(0, end);
    }
}
