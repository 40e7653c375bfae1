package dev.skerry.local.cluster;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback ports by name, chosen free and remembered, so that addresses stay the same from one
 * start to the next wherever nobody else has taken them meanwhile.
 */
final class Ports {
    /**
     * Below what systems give to outgoing connections: none of those can sit on a remembered port.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;

    private final Path file;
    private final Properties remembered = new Properties();
    private final Map<String, Integer> given = new HashMap<>();

    Ports(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) remembered.load(new StringReader(Files.readString(file)));
    }

    /**
     * The remembered port if it is still free, else another free one. A part that starts again gets
     * the one it had: the others know it by that.
     */
    synchronized int take(String name) throws IOException {
        int port = parse(remembered.getProperty(name));
        if (port == 0 || isAnothers(name, port) || !isFree(port)) port = free();
        given.put(name, port);
        remembered.setProperty(name, Integer.toString(port));
        var text = new StringWriter();
        remembered.store(text, null);
        OwnedFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        return port;
    }

    private boolean isAnothers(String name, int port) {
        return given.entrySet().stream()
                .anyMatch(other -> other.getValue() == port && !other.getKey().equals(name));
    }

    private int free() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int chosen = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!given.containsValue(chosen) && isFree(chosen)) return chosen;
        }
        throw new IOException("no free port on " + InetAddress.getLoopbackAddress());
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int parse(String text) {
        try {
            int port = text == null ? 0 : Integer.parseInt(text.strip());
            return port > 1023 && port < 65536 ? port : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
