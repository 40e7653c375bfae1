package dev.skerry.local.vectors;

import static dev.skerry.local.vectors.TestClient.await;
import static dev.skerry.local.vectors.TestClient.point;
import static dev.skerry.local.vectors.TestClient.refusal;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.qdrant.client.grpc.Collections.CollectionExistsRequest;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names stay names, and only who may comes in. */
class NamesAndAccessTest {
    @TempDir Path data;
    private VectorStoreServer server;
    private TestClient client;

    @BeforeEach
    void start() throws IOException {
        server = PersistenceTest.start(data.resolve("store"));
        client = TestClient.to(server.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/etc/passwd", "a/b", "a\\b", "nul\0", "what?", "a:b"})
    void aNameThatIsAPathIsRefused(String name) throws IOException {
        Status refused =
                refusal(
                        client.qdrant.createCollectionAsync(
                                name,
                                VectorParams.newBuilder()
                                        .setSize(2)
                                        .setDistance(Distance.Dot)
                                        .build()));
        assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(client.qdrant.countAsync(name)).getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertNothingElseIn(data);
    }

    @Test
    void anEmptyOrEndlessNameIsRefused() {
        for (String name : List.of("", "x".repeat(256))) {
            Status refused =
                    refusal(
                            client.qdrant
                                    .grpcClient()
                                    .collections()
                                    .collectionExists(
                                            CollectionExistsRequest.newBuilder()
                                                    .setCollectionName(name)
                                                    .build()));
            assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused.getDescription()).contains("from 1 to 255 characters");
        }
    }

    @Test
    void oddButAllowedNamesStayInsideTheDirectory() throws IOException {
        List<String> names =
                List.of("team-a.code", "größe…", "x".repeat(255), "a b", "CON", "-rf", "x.going");
        names.forEach(name -> client.create(name, 2, Distance.Dot));
        client.close();
        server.close();
        server = PersistenceTest.start(data.resolve("store"));
        client = TestClient.to(server.port());
        assertThat(await(client.qdrant.listCollectionsAsync()))
                .containsExactlyInAnyOrderElementsOf(names);
        assertNothingElseIn(data);
    }

    @Test
    void aWrongOrMissingKeyIsRefusedButHealthIsOpen() throws IOException {
        try (VectorStoreServer guarded =
                        VectorStoreServer.start(
                                data.resolve("guarded"),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Optional.of("secret"));
                TestClient none = TestClient.to(guarded.port());
                TestClient wrong =
                        TestClient.to("127.0.0.1", guarded.port(), false, Optional.of("guess"));
                TestClient right =
                        TestClient.to("127.0.0.1", guarded.port(), false, Optional.of("secret"))) {
            assertThat(refusal(none.qdrant.listCollectionsAsync()).getCode())
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(refusal(wrong.qdrant.listCollectionsAsync()).getCode())
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(await(none.qdrant.healthCheckAsync()).getTitle()).contains("not Qdrant");
            right.create("c", 1, Distance.Dot);
            right.upsert("c", point(1, Map.of("a", value("b")), 1));
            assertThat(await(right.qdrant.retrieveAsync("c", id(1), null))).hasSize(1);
        }
    }

    @Test
    void onlyLoopbackIsListenedOn() {
        assertThatThrownBy(
                        () ->
                                VectorStoreServer.start(
                                        data.resolve("open"),
                                        new InetSocketAddress(0),
                                        Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loopback");
    }

    private static void assertNothingElseIn(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            assertThat(list)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactly("store");
        }
    }
}
