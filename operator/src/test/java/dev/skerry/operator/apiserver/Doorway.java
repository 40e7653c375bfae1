package dev.skerry.operator.apiserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to a server that a test can shut and open again. Tests and their servers are loaded apart
 * from each other, so a system property says which doors are shut.
 */
final class Doorway implements AutoCloseable {
    private static final String SHUT = "skerry.test.door.shut.";

    private final String name;
    private final URI target;
    private final ServerSocket door;
    private final Set<Socket> passing = ConcurrentHashMap.newKeySet();

    private Doorway(String name, URI target) throws IOException {
        this.name = name;
        this.target = target;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static Doorway to(String name, URI target) throws IOException {
        var doorway = new Doorway(name, target);
        Thread.ofVirtual().name("door-" + name).start(doorway::welcome);
        return doorway;
    }

    /** Shuts the door of this name until the returned handle is closed. */
    static AutoCloseable shut(String name) {
        System.setProperty(SHUT + name, "true");
        return () -> System.clearProperty(SHUT + name);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    private boolean isShut() {
        return Boolean.getBoolean(SHUT + name);
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                var guest = door.accept();
                if (isShut()) {
                    guest.close();
                    continue;
                }
                var host = new Socket(InetAddress.getLoopbackAddress(), target.getPort());
                passing.add(guest);
                passing.add(host);
                Thread.ofVirtual().start(() -> pass(guest, host));
                Thread.ofVirtual().start(() -> pass(host, guest));
            } catch (IOException e) {
                if (!door.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    /** What is under way when the door shuts is cut off at its next byte. */
    private void pass(Socket from, Socket to) {
        var buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0 && !isShut(); n = in.read(buffer)) {
                to.getOutputStream().write(buffer, 0, n);
                to.getOutputStream().flush();
            }
        } catch (IOException e) {
            // the other side has gone
        } finally {
            passing.remove(from);
            passing.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (var socket : passing) socket.close();
    }
}
