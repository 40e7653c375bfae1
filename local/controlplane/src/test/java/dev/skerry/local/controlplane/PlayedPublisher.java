package dev.skerry.local.controlplane;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** Whoever publishes programs and their checksums. */
final class PlayedPublisher implements AutoCloseable {
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;

    PlayedPublisher() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    var path = exchange.getRequestURI().getPath();
                    asked.add(path);
                    var body = files.get(path);
                    exchange.sendResponseHeaders(
                            body == null ? 404 : 200, body == null ? -1 : body.length);
                    if (body != null) exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    /** Where it plays the server of an address. */
    URI address(URI of) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + of.getPath());
    }

    void publish(String path, byte[] body, String sum) {
        files.put(path, body);
        files.put(path + ".sha256", sum.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] tar(Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                var body = file.getValue().getBytes(StandardCharsets.UTF_8);
                var header = new byte[512];
                put(header, 0, file.getKey());
                put(header, 124, "%011o".formatted(body.length));
                header[156] = '0';
                out.write(header);
                out.write(body);
                out.write(new byte[(512 - body.length % 512) % 512]);
            }
            out.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
