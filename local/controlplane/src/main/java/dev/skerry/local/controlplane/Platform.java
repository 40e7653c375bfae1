package dev.skerry.local.controlplane;

import java.util.Locale;

/**
 * Operating system and processor in Go's words, such as linux and amd64.
 *
 * @param os {@code linux} or {@code darwin}
 * @param arch {@code amd64} or {@code arm64}
 */
record Platform(String os, String arch) {
    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        var os = osName.toLowerCase(Locale.ROOT);
        var system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : "";
        var arch =
                switch (osArch) {
                    case "amd64", "x86_64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> "";
                };
        if (system.isEmpty() || arch.isEmpty()) {
            throw new IllegalStateException(
                    "platform %s/%s is not supported; use Linux or macOS on x86-64 or arm64 (on Windows: WSL2)"
                            .formatted(osName, osArch));
        }
        return new Platform(system, arch);
    }

    boolean isLinux() {
        return os.equals("linux");
    }

    @Override
    public String toString() {
        return os + "-" + arch;
    }
}
