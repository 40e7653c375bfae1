package dev.skerry.trainer.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * The operator's end of the report contract, which answers as a test says and remembers what came.
 */
public final class OperatorDouble implements AutoCloseable {

    /** One accepted or refused report. */
    public record Received(JsonNode body, String authorization, long nanos) {}

    /** Status of the next answers; 200 when empty, 0 for no answer at all. */
    public final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

    public volatile String reply = "{\"command\":\"continue\",\"intervalSeconds\":1}";

    /** Sent with every answer where it is not empty. */
    public volatile String retryAfter = "";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new ArrayList<>();

    public OperatorDouble() throws IOException {
        this(HttpServer.create(loopback(), 0), "http");
    }

    OperatorDouble(SSLContext context) throws IOException {
        this(secure(context), "https");
    }

    private OperatorDouble(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/v1/reports/demo/ingestionjobs/flask", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create(
                "%s://127.0.0.1:%d/v1/reports/demo/ingestionjobs/flask"
                        .formatted(scheme, server.getAddress().getPort()));
    }

    public synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /** Waits until what came fits; fails after ten seconds. */
    public synchronized List<Received> await(Predicate<List<Received>> condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.test(received)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("not within 10 s; so far " + received);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return List.copyOf(received);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        var status = statuses.poll();
        synchronized (this) {
            received.add(
                    new Received(
                            body,
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            System.nanoTime()));
            notifyAll();
        }
        if (status != null && status == 0) {
            return;
        }
        if (!retryAfter.isEmpty()) exchange.getResponseHeaders().set("Retry-After", retryAfter);
        var text = reply.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status == null ? 200 : status, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static HttpServer secure(SSLContext context) throws IOException {
        var server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
