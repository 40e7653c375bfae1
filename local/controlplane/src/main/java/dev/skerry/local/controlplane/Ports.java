package dev.skerry.local.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback ports chosen free once and remembered in a file, so that addresses survive restarts.
 * Thread-safe.
 */
final class Ports {
    /**
     * Below what systems give to outgoing connections: none of those can sit on a remembered port.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;

    private final Path file;
    private final TreeMap<String, Integer> known = new TreeMap<>();

    private Ports(Path file) {
        this.file = file;
    }

    static Ports open(Path file) throws IOException {
        var ports = new Ports(file);
        if (Files.isRegularFile(file)) {
            var properties = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            for (var name : properties.stringPropertyNames()) {
                var value = properties.getProperty(name);
                if (value.matches("[1-9][0-9]{3,4}") && Integer.parseInt(value) <= 65535) {
                    ports.known.put(name, Integer.parseInt(value));
                }
            }
        }
        return ports;
    }

    /**
     * The remembered port if nobody listens on it now, else another one, remembered from now on.
     */
    synchronized int free(String name) throws IOException {
        var remembered = known.get(name);
        if (remembered != null && isFree(remembered)) return remembered;
        for (var tries = 0; tries < 100; tries++) {
            var chosen = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (known.containsValue(chosen) || !isFree(chosen)) continue;
            known.put(name, chosen);
            save();
            return chosen;
        }
        throw new IOException("no free loopback port was found for " + name);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void save() throws IOException {
        var text = new StringBuilder();
        known.forEach((name, port) -> text.append(name).append('=').append(port).append('\n'));
        OwnerOnly.write(file, text.toString());
    }
}
