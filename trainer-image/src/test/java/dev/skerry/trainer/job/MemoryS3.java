package dev.skerry.trainer.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * As much of S3 as a publisher of small files needs, in memory and without signatures: one bucket,
 * conditional writes, ranges, listings. The module {@code artifacts} is tested against a real
 * server; this one is for whole programs.
 */
final class MemoryS3 implements AutoCloseable {

    static final String BUCKET = "skerry";

    final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    volatile int refuseWith;

    /** What becomes of a request by its method and key; empty to answer it. */
    volatile BiFunction<String, String, Optional<Fault>> faults = (m, k) -> Optional.empty();

    /**
     * A failure.
     *
     * @param status 0 for no answer at all
     */
    record Fault(int status, String code) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    MemoryS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/" + BUCKET, this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    String text(String key) {
        return new String(objects.get(key), StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var path = exchange.getRequestURI().getPath().substring(BUCKET.length() + 1);
        var key = path.startsWith("/") ? path.substring(1) : path;
        if (refuseWith != 0) {
            error(exchange, refuseWith, "AccessDenied");
            return;
        }
        var fault = faults.apply(exchange.getRequestMethod(), key);
        if (fault.isPresent()) {
            if (fault.get().status() != 0) {
                error(exchange, fault.get().status(), fault.get().code());
            }
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "PUT" -> put(exchange, key, body);
            case "DELETE" -> {
                objects.remove(key);
                send(exchange, 204, new byte[0], "text/plain");
            }
            default -> {
                if (key.isEmpty()) {
                    list(exchange);
                } else {
                    get(exchange, key);
                }
            }
        }
    }

    private void put(HttpExchange exchange, String key, byte[] body) throws IOException {
        boolean onlyNew = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        if (onlyNew && objects.putIfAbsent(key, body) != null) {
            error(exchange, 412, "PreconditionFailed");
            return;
        }
        objects.put(key, body);
        send(exchange, 200, new byte[0], "text/plain");
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        var object = objects.get(key);
        if (object == null) {
            error(exchange, 404, "NoSuchKey");
            return;
        }
        var range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            send(exchange, 200, object, "application/octet-stream");
            return;
        }
        var ends = range.substring("bytes=".length()).split("-", 2);
        int from = Integer.parseInt(ends[0]);
        int to = Math.min(object.length, Integer.parseInt(ends[1]) + 1);
        send(exchange, 206, Arrays.copyOfRange(object, from, to), "application/octet-stream");
    }

    private void list(HttpExchange exchange) throws IOException {
        var raw = exchange.getRequestURI().getRawQuery();
        var query =
                Arrays.stream((raw == null ? "" : raw).split("&"))
                        .map(pair -> pair.split("=", 2))
                        .filter(pair -> pair.length == 2)
                        .collect(
                                Collectors.toMap(
                                        pair -> pair[0],
                                        pair ->
                                                URLDecoder.decode(
                                                        pair[1], StandardCharsets.UTF_8)));
        var xml =
                new StringBuilder(
                        "<ListBucketResult><Name>skerry</Name><IsTruncated>false</IsTruncated>");
        xml.append(entries(query));
        send(
                exchange,
                200,
                xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8),
                "application/xml");
    }

    private String entries(Map<String, String> query) {
        var prefix = query.getOrDefault("prefix", "");
        boolean flat = "/".equals(query.get("delimiter"));
        var folders = new TreeSet<String>();
        var xml = new StringBuilder();
        objects.forEach(
                (key, bytes) -> {
                    int slash = key.indexOf('/', prefix.length());
                    if (!key.startsWith(prefix)) {
                        return;
                    }
                    if (flat && slash >= 0) {
                        folders.add(key.substring(0, slash + 1));
                    } else {
                        xml.append(
                                "<Contents><Key>%s</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>\"x\"</ETag><Size>%d</Size><StorageClass>STANDARD</StorageClass></Contents>"
                                        .formatted(key, bytes.length));
                    }
                });
        folders.forEach(
                f ->
                        xml.append(
                                "<CommonPrefixes><Prefix>%s</Prefix></CommonPrefixes>"
                                        .formatted(f)));
        return xml.toString();
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        var xml =
                "<Error><Code>%s</Code><Message>as the test wants</Message></Error>"
                        .formatted(code);
        send(exchange, status, xml.getBytes(StandardCharsets.UTF_8), "application/xml");
    }

    private static void send(HttpExchange exchange, int status, byte[] body, String type)
            throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.getResponseHeaders().add("ETag", "\"x\"");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
            exchange.getResponseHeaders().add("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.getResponseHeaders().add("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
