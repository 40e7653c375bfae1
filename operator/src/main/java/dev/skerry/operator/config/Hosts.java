package dev.skerry.operator.config;

import java.util.Locale;

/** Which hosts may be spoken to without TLS: this machine and this cluster. */
final class Hosts {
    private Hosts() {}

    /**
     * Loopback addresses, Service names with {@code .svc} or {@code .cluster.local} in their end,
     * and single labels, which only a cluster's DNS knows. Names are not looked up.
     */
    static boolean isNear(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) return name.equals("[::1]");
        if (name.matches("\\d+(\\.\\d+){3}")) return name.startsWith("127.");
        if (name.matches("[\\d.]+")) return false;
        return name.equals("localhost")
                || !name.contains(".")
                || name.endsWith(".svc")
                || name.endsWith(".cluster.local");
    }
}
