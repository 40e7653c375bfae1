package dev.skerry.local.vectors;

import static io.qdrant.client.QueryFactory.nearest;

import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The servers a contract is asked of, and a collection name of its own for each test. */
abstract class ContractServers {
    private static final Optional<String> REAL =
            Optional.ofNullable(System.getenv("SKERRY_TEST_QDRANT_URL"));

    /** Which server a test talks to. */
    enum Target {
        LOCAL_STORE,
        REAL_QDRANT
    }

    @TempDir static Path data;
    private static VectorStoreServer server;

    private final Target target;
    final String name = "contract." + UUID.randomUUID();
    TestClient client;

    ContractServers(Target target) {
        this.target = target;
    }

    static Stream<Target> all() {
        return REAL.isPresent() ? Stream.of(Target.values()) : Stream.of(Target.LOCAL_STORE);
    }

    @BeforeAll
    static void start() throws IOException {
        server =
                VectorStoreServer.start(
                        data.resolve(UUID.randomUUID().toString()),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.empty());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() {
        client =
                switch (target) {
                    case LOCAL_STORE -> TestClient.to(server.port());
                    case REAL_QDRANT -> {
                        URI url = URI.create(REAL.orElseThrow());
                        int port = url.getPort() < 0 ? 6334 : url.getPort();
                        yield TestClient.to(
                                url.getHost(),
                                port,
                                "https".equals(url.getScheme()),
                                Optional.ofNullable(System.getenv("SKERRY_TEST_QDRANT_API_KEY")));
                    }
                };
    }

    @AfterEach
    void removeCollection() {
        try (TestClient closing = client) {
            TestClient.await(
                    closing.qdrant
                            .grpcClient()
                            .collections()
                            .delete(DeleteCollection.newBuilder().setCollectionName(name).build()));
        }
    }

    QueryPoints.Builder search(Float... vector) {
        return QueryPoints.newBuilder()
                .setCollectionName(name)
                .setQuery(nearest(List.of(vector)))
                .setLimit(10);
    }

    /** Whether it is this store that is asked. */
    boolean small() {
        return target == Target.LOCAL_STORE;
    }

    static List<Long> numbers(List<ScoredPoint> hits) {
        return hits.stream().map(hit -> hit.getId().getNum()).toList();
    }
}
