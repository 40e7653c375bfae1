package dev.skerry.local.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where this machine keeps things for a checkout.
 *
 * @param cache programs, shared by all checkouts of the user
 * @param state the cluster of this one checkout; two checkouts never share it
 */
public record Places(Path cache, Path state) {

    /**
     * {@code SKERRY_HOME} decides both when it is set; otherwise the XDG folders do, with their
     * defaults under {@code HOME}.
     */
    public static Places of(Path checkout, Map<String, String> env) {
        var name = stateName(checkout);
        var home = env.getOrDefault("SKERRY_HOME", "");
        if (!home.isBlank()) {
            var root = Path.of(home).toAbsolutePath().normalize();
            return new Places(root.resolve("cache"), root.resolve("state").resolve(name));
        }
        var cache =
                directory(env, "XDG_CACHE_HOME").orElseGet(() -> userHome(env).resolve(".cache"));
        var state =
                directory(env, "XDG_STATE_HOME")
                        .orElseGet(() -> userHome(env).resolve(".local/state"));
        return new Places(cache.resolve("skerry"), state.resolve("skerry").resolve(name));
    }

    /** The cache alone, for programs that have no checkout. */
    public static Path cache(Map<String, String> env) {
        return of(Path.of("."), env).cache();
    }

    private static Path userHome(Map<String, String> env) {
        return directory(env, "HOME").orElseGet(() -> Path.of(System.getProperty("user.home")));
    }

    /** Relative values are ignored, as the XDG specification asks. */
    private static Optional<Path> directory(Map<String, String> env, String variable) {
        return Optional.ofNullable(env.get(variable))
                .filter(v -> !v.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }

    private static String stateName(Path checkout) {
        Path real;
        try {
            real = checkout.toRealPath();
        } catch (IOException e) {
            real = checkout.toAbsolutePath().normalize();
        }
        var last = real.getFileName() == null ? "root" : real.getFileName().toString();
        var readable = last.replaceAll("[^A-Za-z0-9._-]", "_");
        var shortened = readable.substring(0, Math.min(readable.length(), 40));
        return shortened
                + "-"
                + Sha256.of(real.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }
}
