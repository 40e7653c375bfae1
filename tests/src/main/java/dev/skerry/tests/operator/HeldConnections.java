package dev.skerry.tests.operator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Connections that are only held, from many addresses of the loopback network. */
public final class HeldConnections implements AutoCloseable {
    private static final int AT_ONCE = 64;
    private static final int ADDRESSES = 100;
    private static final int PATIENCE_MILLIS = 20_000;

    private static final String HALF_REPORT =
            """
            POST /v1/reports/a/ingestionjobs/b HTTP/1.1
            Host: a
            Content-Type: application/json
            Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjk5OTk5OTk5OTl9.c2ln
            Content-Length: 64000

            """
                            .replace("\n", "\r\n")
                    + "x".repeat(32_000);

    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final Map<String, Integer> refused = new ConcurrentSkipListMap<>();

    /** What one of them sends. */
    @FunctionalInterface
    public interface Opening {
        void send(Socket socket) throws IOException;
    }

    /** Each sends the head of a report, with a forged token, and half of the body it announces. */
    public void openHalfReports(int number, int port, SSLSocketFactory tls)
            throws InterruptedException {
        openTls(number, port, tls, socket -> send(socket, HALF_REPORT));
    }

    /** Plain connections: TLS comes as the first bytes that are sent, or does not come. */
    public void open(int number, int port, Opening opening) throws InterruptedException {
        open(number, port, socket -> socket, opening);
    }

    public void openTls(int number, int port, SSLSocketFactory tls, Opening opening)
            throws InterruptedException {
        open(
                number,
                port,
                socket -> {
                    var secured = (SSLSocket) tls.createSocket(socket, "127.0.0.1", port, true);
                    // sessions of this version are resumed, and only holding is tried here
                    secured.setEnabledProtocols(new String[] {"TLSv1.2"});
                    secured.setSoTimeout(PATIENCE_MILLIS);
                    return secured;
                },
                opening);
    }

    /** How many got as far as they wanted. */
    public int begun() {
        return begun.get();
    }

    /** What became of the others: how many, by what was said to them. */
    public Map<String, Integer> refused() {
        return Map.copyOf(refused);
    }

    /** All of it, at once. */
    public static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private interface Layer {
        Socket over(Socket socket) throws IOException;
    }

    private void open(int number, int port, Layer layer, Opening opening)
            throws InterruptedException {
        var places = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < number; i++) {
                int own = i;
                places.acquire();
                var ignored =
                        threads.submit(
                                () -> {
                                    try {
                                        one(own, port, layer, opening);
                                    } finally {
                                        places.release();
                                    }
                                });
            }
        }
    }

    private void one(int number, int port, Layer layer, Opening opening) {
        var plain = new Socket();
        sockets.add(plain);
        try {
            var own = new byte[] {127, 0, 1, (byte) (1 + number % ADDRESSES)};
            plain.bind(new InetSocketAddress(InetAddress.getByAddress(own), 0));
            plain.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            opening.send(layer.over(plain));
            begun.incrementAndGet();
        } catch (IOException closed) {
            // the port may close it at any moment: that is its answer
            refused.merge(closed.toString(), 1, Integer::sum);
        }
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) socket.close();
    }
}
