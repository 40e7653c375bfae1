package dev.skerry.trainer.ingest.resolve.ecmascript;

import java.util.Set;

/**
 * Bare specifiers: the package they name, whether npm would allow it, and what Node itself brings.
 */
final class PackageNames {

    private static final Set<String> BUILTIN =
            Set.of(
                    "assert",
                    "async_hooks",
                    "buffer",
                    "child_process",
                    "cluster",
                    "console",
                    "constants",
                    "crypto",
                    "dgram",
                    "diagnostics_channel",
                    "dns",
                    "domain",
                    "events",
                    "fs",
                    "http",
                    "http2",
                    "https",
                    "inspector",
                    "module",
                    "net",
                    "os",
                    "path",
                    "perf_hooks",
                    "process",
                    "punycode",
                    "querystring",
                    "readline",
                    "repl",
                    "stream",
                    "string_decoder",
                    "sys",
                    "timers",
                    "tls",
                    "trace_events",
                    "tty",
                    "url",
                    "util",
                    "v8",
                    "vm",
                    "wasi",
                    "worker_threads",
                    "zlib");

    private PackageNames() {}

    /** The first segment, or the first two of a scoped name. */
    static String packageName(String specifier) {
        int slash = specifier.indexOf('/');
        if (slash >= 0 && specifier.startsWith("@")) {
            slash = specifier.indexOf('/', slash + 1);
        }
        return slash < 0 ? specifier : specifier.substring(0, slash);
    }

    /**
     * Whether a package of this name can exist: {@code @/x} and {@code ~/x} are aliases, whatever
     * they stand for.
     */
    static boolean isPossible(String name) {
        int from = 0;
        if (name.startsWith("@")) {
            int slash = name.indexOf('/');
            if (slash < 2) {
                return false;
            }
            from = slash + 1;
        }
        if (from >= name.length() || name.length() > 214 || name.charAt(from) == '.') {
            return false;
        }
        for (int i = from; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && (c == '~' && i == from || "-._~".indexOf(c) < 0)) {
                return false;
            }
        }
        return true;
    }

    static boolean isBuiltin(String packageName) {
        return BUILTIN.contains(packageName);
    }
}
