package dev.skerry.tests.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A way to a real API server on which requests meet with what such a server does not do on demand.
 * Who comes by it is who the kubeconfig says, without a certificate of its own.
 */
final class FaultyApi implements AutoCloseable {
    private final URI server;
    private final SSLContext tls;
    private final ServerSocket door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /** A fault that requests meet with, the next {@code left} that it concerns. */
    private record Rule(Predicate<ApiCall> concerns, Fault fault, AtomicInteger left, Met met) {}

    /** How many requests met with a fault. */
    record Met(AtomicInteger count) {
        int times() {
            return count.get();
        }
    }

    private final class Watch {
        final ApiCall call;
        final Socket client;
        volatile boolean silent;

        Watch(ApiCall call, Socket client) {
            this.call = call;
            this.client = client;
        }
    }

    FaultyApi(Path kubeconfig) throws IOException {
        var config = Config.fromKubeconfig(kubeconfig.toFile());
        server = URI.create(config.getMasterUrl());
        try {
            tls = SSLUtils.sslContext(config);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        Thread.ofVirtual().name("faulty-api").start(this::welcome);
    }

    /** For a client that is to go this way. */
    Path kubeconfig(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("faulty.kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                clusters: [{name: faulty, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: nobody, user: {}}]
                contexts: [{name: faulty, context: {cluster: faulty, user: nobody}}]
                current-context: faulty
                """
                        .formatted(door.getLocalPort()));
    }

    /** The next {@code times} such requests meet with the fault. */
    Met next(int times, Predicate<ApiCall> concerns, Fault fault) {
        var met = new Met(new AtomicInteger());
        rules.add(new Rule(concerns, fault, new AtomicInteger(times), met));
        return met;
    }

    /** Breaks the connection of open watches, as a load balancer or a restart does. */
    void breakWatches(Predicate<ApiCall> which) {
        for (var watch : watches) if (which.test(watch.call)) close(watch.client);
    }

    int openWatches() {
        return watches.size();
    }

    /** Open watches stay open and say nothing any more. */
    void silenceWatches() {
        for (var watch : watches) watch.silent = true;
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                if (!door.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var call = ApiCall.read(client.getInputStream());
            if (call.isPresent()) serve(call.get(), client);
        } catch (IOException e) {
            // one of both sides has gone
        }
    }

    private void serve(ApiCall call, Socket client) throws IOException {
        var fault = fault(call);
        if (fault.isPresent() && fault.get() instanceof Fault.Answer answer) {
            client.getOutputStream().write(status(answer));
            return;
        }
        try (var there = tls.getSocketFactory().createSocket(server.getHost(), server.getPort())) {
            there.getOutputStream().write(call.sentOn());
            there.getOutputStream().flush();
            switch (fault.orElse(null)) {
                case null -> pass(call, client, there);
                case Fault.LostAnswer l -> {
                    there.getInputStream().readAllBytes();
                    client.getInputStream().read();
                }
                case Fault.GoneWatch g -> {
                    var head = String.join("\r\n", ApiCall.head(there.getInputStream()));
                    var out = client.getOutputStream();
                    out.write((head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    out.write(goneEvent(call.upgrades()));
                    out.flush();
                    client.getInputStream().read();
                }
                case Fault.Answer a -> throw new IllegalStateException("answered before");
            }
        }
    }

    private Optional<Fault> fault(ApiCall call) {
        for (var rule : rules) {
            if (!rule.concerns().test(call) || rule.left().getAndDecrement() <= 0) continue;
            rule.met().count().incrementAndGet();
            return Optional.of(rule.fault());
        }
        return Optional.empty();
    }

    private void pass(ApiCall call, Socket client, Socket there) throws IOException {
        var watch = new Watch(call, client);
        if (call.isWatch()) watches.add(watch);
        try {
            if (call.upgrades())
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try (there) {
                                        client.getInputStream().transferTo(there.getOutputStream());
                                    } catch (IOException e) {
                                        // one of both sides has gone
                                    }
                                });
            passUnlessSilent(watch, there.getInputStream(), client.getOutputStream());
        } finally {
            watches.remove(watch);
        }
    }

    private static void passUnlessSilent(Watch watch, InputStream in, OutputStream out)
            throws IOException {
        var buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (watch.silent) continue;
            out.write(buffer, 0, n);
            out.flush();
        }
    }

    private static byte[] status(Fault.Answer answer) {
        var body = statusObject(answer.code(), answer.reason());
        var head = new StringBuilder("HTTP/1.1 " + answer.code() + " " + answer.reason() + "\r\n");
        answer.headers().forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
        head.append("Content-Type: application/json\r\nConnection: close\r\nContent-Length: ")
                .append(body.length())
                .append("\r\n\r\n");
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] goneEvent(boolean inFrame) {
        var text = "{\"type\":\"ERROR\",\"object\":" + statusObject(410, "Expired") + "}";
        var payload = text.getBytes(StandardCharsets.UTF_8);
        if (!inFrame) return (text + "\n").getBytes(StandardCharsets.UTF_8);
        var frame = new byte[payload.length + 4];
        frame[0] = (byte) 0x81; // the whole of a text message
        frame[1] = 126; // its length follows in two bytes
        frame[2] = (byte) (payload.length >> 8);
        frame[3] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 4, payload.length);
        return frame;
    }

    private static String statusObject(int code, String reason) {
        return """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","reason":"%s","code":%d,"message":"said by a test: %s"}"""
                .formatted(reason, code, reason);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        breakWatches(w -> true);
    }
}
