package dev.skerry.local.vectors;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small vector store for development and tests that speaks Qdrant's gRPC: exact search, on disk,
 * one process for each data directory, loopback only. It is not Qdrant.
 */
public final class VectorStoreServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VectorStoreServer.class);

    /** Largest request; Qdrant's own default for requests over HTTP. */
    public static final int MAX_REQUEST_BYTES = 32 << 20;

    private static final int MAX_CALLS_PER_CONNECTION = 128;
    private static final int STOP_SECONDS = 5;

    private final VectorDatabase store;
    private final ExecutorService calls;
    private final Server server;

    private VectorStoreServer(VectorDatabase store, ExecutorService calls, Server server) {
        this.store = store;
        this.calls = calls;
        this.server = server;
    }

    /**
     * Reads the data directory, made if missing, and listens; the port is open when all is ready.
     *
     * @param address loopback; port 0 takes a free one
     * @param apiKey when given, calls without it are refused
     * @throws IOException the directory is in use or unreadable, or the port is taken
     */
    public static VectorStoreServer start(
            Path data, InetSocketAddress address, Optional<String> apiKey) throws IOException {
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    address.getHostString()
                            + " is no loopback address; the local vector store listens on 127.0.0.1 only");
        }
        if (apiKey.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("the api key is empty; give one or leave it out");
        }
        VectorDatabase store = VectorDatabase.open(data);
        ExecutorService calls =
                Executors.newFixedThreadPool(
                        Math.max(8, 2 * Runtime.getRuntime().availableProcessors()),
                        Thread.ofPlatform().daemon().name("vectors-call-", 0).factory());
        try {
            Server server = server(store, calls, address, apiKey).start();
            LOG.info(
                    "vectors.started port={} data={} collections={}",
                    server.getPort(),
                    data,
                    store.names());
            return new VectorStoreServer(store, calls, server);
        } catch (IOException | RuntimeException e) {
            calls.shutdown();
            store.close();
            throw e;
        }
    }

    private static Server server(
            VectorDatabase store,
            ExecutorService calls,
            InetSocketAddress address,
            Optional<String> apiKey) {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(address)
                        .executor(calls)
                        .maxInboundMessageSize(MAX_REQUEST_BYTES)
                        .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                        .handshakeTimeout(20, TimeUnit.SECONDS)
                        .permitKeepAliveTime(5, TimeUnit.SECONDS)
                        .permitKeepAliveWithoutCalls(true);
        var services =
                List.of(
                        new CollectionsService(store),
                        new PointsService(store),
                        new HealthService(),
                        new HealthService.Standard());
        for (var service : services) {
            var limited = ServerInterceptors.intercept(service.bindService(), new Unoffered());
            builder.addService(
                    apiKey.map(key -> ServerInterceptors.intercept(limited, new ApiKeyGate(key)))
                            .orElse(limited));
        }
        return builder.build();
    }

    public int port() {
        return server.getPort();
    }

    /** Waits until somebody closes this. */
    public void awaitClosed() throws InterruptedException {
        server.awaitTermination();
    }

    /**
     * Ends calls that take longer than a few seconds, brings all to disk and lets the directory go.
     */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        calls.shutdown();
        store.close();
    }
}
