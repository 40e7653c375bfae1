package dev.skerry.local.vectors;

import static dev.skerry.local.vectors.TestClient.await;
import static dev.skerry.local.vectors.TestClient.point;
import static dev.skerry.local.vectors.TestClient.refusal;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk after a stop, and what a damaged disk leads to. */
class PersistenceTest {
    private static final String CODE = "demo.code";

    @TempDir Path data;

    @FunctionalInterface
    interface Use {
        void of(TestClient client) throws IOException;
    }

    @Test
    void allOfItIsThereAfterARestart() throws IOException {
        whileUp(
                client -> {
                    client.create(CODE, 2, Distance.Cosine);
                    await(
                            client.qdrant.createPayloadIndexAsync(
                                    CODE,
                                    "run",
                                    PayloadSchemaType.Keyword,
                                    null,
                                    true,
                                    null,
                                    null));
                    client.upsert(
                            CODE,
                            point(1, Map.of("run", value("a")), 3, 4),
                            point(2, Map.of("run", value("b")), 1, 0),
                            point(3, 0, 1));
                    await(client.qdrant.deleteAsync(CODE, List.of(id(2))));
                    await(
                            client.qdrant.setPayloadAsync(
                                    CODE, Map.of("x", value(1)), List.of(id(3)), true, null, null));
                });
        whileUp(
                client -> {
                    assertThat(await(client.qdrant.listCollectionsAsync())).containsExactly(CODE);
                    assertThat(
                                    await(client.qdrant.getCollectionInfoAsync(CODE))
                                            .getPayloadSchemaMap())
                            .containsOnlyKeys("run");
                    var points =
                            await(
                                    client.qdrant.retrieveAsync(
                                            CODE, List.of(id(1), id(2), id(3)), true, true, null));
                    assertThat(points).hasSize(2);
                    assertThat(points.get(0).getVectors().getVector().getDense().getDataList())
                            .containsExactly(0.6f, 0.8f);
                    assertThat(points.get(0).getPayloadMap()).isEqualTo(Map.of("run", value("a")));
                    assertThat(points.get(1).getPayloadMap()).isEqualTo(Map.of("x", value(1)));
                });
    }

    @Test
    void writesThatWereNotWaitedForAreThereAfterAnOrderlyStop() throws IOException {
        whileUp(
                client -> {
                    client.create(CODE, 1, Distance.Dot);
                    client.upsertWithoutWaiting(CODE, List.of(point(1, 1)));
                });
        whileUp(client -> assertThat(client.count(CODE)).isEqualTo(1));
    }

    @Test
    void aTornTailIsCutOffAndWritingGoesOn() throws IOException {
        whileUp(
                client -> {
                    client.create(CODE, 2, Distance.Dot);
                    client.upsert(CODE, point(1, 1, 1));
                    client.upsert(CODE, point(2, 2, 2));
                });
        Path log = log();
        long whole = Files.size(log);
        try (var file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(whole - 5);
        }
        whileUp(
                client -> {
                    assertThat(client.count(CODE)).isEqualTo(1);
                    client.upsert(CODE, point(3, 3, 3));
                });
        whileUp(client -> assertThat(client.count(CODE)).isEqualTo(2));
    }

    @Test
    void garbageBehindTheLastRecordIsCutOff() throws IOException {
        whileUp(
                client -> {
                    client.create(CODE, 2, Distance.Dot);
                    client.upsert(CODE, point(1, 1, 1));
                });
        long whole = Files.size(log());
        Files.write(log(), new byte[4096], StandardOpenOption.APPEND);
        whileUp(client -> assertThat(client.count(CODE)).isEqualTo(1));
        assertThat(Files.size(log())).isEqualTo(whole);
    }

    @Test
    void aDamagedRecordThatWasDurableIsReportedAndNotSilentlyLost() throws IOException {
        whileUp(
                client -> {
                    client.create(CODE, 2, Distance.Dot);
                    client.create("other", 2, Distance.Dot);
                    client.upsert(CODE, point(1, 1, 1));
                    client.upsert(CODE, point(2, 2, 2));
                });
        Path log = log();
        try (var file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(40);
            int damaged = file.read() ^ 0x10;
            file.seek(40);
            file.write(damaged);
        }
        long size = Files.size(log);
        whileUp(
                client -> {
                    Status refused = refusal(client.qdrant.countAsync(CODE));
                    assertThat(refused.getCode()).isEqualTo(Status.Code.INTERNAL);
                    assertThat(refused.getDescription())
                            .contains(CODE, "damaged record at byte 8", "delete the collection");
                    assertThat(client.count("other")).isZero();
                    assertThat(Files.size(log)).isEqualTo(size);
                    await(client.qdrant.deleteCollectionAsync(CODE));
                    client.create(CODE, 2, Distance.Dot);
                    assertThat(client.count(CODE)).isZero();
                });
    }

    @Test
    void halfMadeAndHalfRemovedCollectionsAreSweptAtStart() throws IOException {
        whileUp(client -> client.create(CODE, 2, Distance.Dot));
        Path collections = data.resolve("collections");
        Files.createDirectory(collections.resolve("x.0011.coming"));
        Path going = Files.createDirectory(collections.resolve("y.0022.going"));
        Files.writeString(going.resolve("points.log"), "SKV");
        whileUp(
                client ->
                        assertThat(await(client.qdrant.listCollectionsAsync()))
                                .containsExactly(CODE));
        try (Stream<Path> left = Files.list(collections)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void theLogShrinksWhenMostOfItIsGarbage() throws IOException {
        whileUp(
                client -> {
                    client.create(CODE, 256, Distance.Dot);
                    for (int round = 0; round < 6; round++) {
                        int now = round;
                        await(
                                client.qdrant.upsertAsync(
                                        CODE,
                                        IntStream.range(0, 400)
                                                .mapToObj(
                                                        i ->
                                                                point(
                                                                        i,
                                                                        Map.of(
                                                                                "round",
                                                                                value("r" + now)),
                                                                        wide(i + now)))
                                                .toList()));
                    }
                    client.upsert(CODE, point(9999, Map.of("round", value("last")), wide(1)));
                    long live = 401L * (4 * 256 + 64);
                    awaitTrue(() -> Files.size(log()) < 2 * live);
                    assertThat(client.count(CODE, matchKeyword("round", "r5"))).isEqualTo(400);
                    client.upsert(CODE, point(10_000, wide(2)));
                });
        whileUp(
                client -> {
                    assertThat(client.count(CODE)).isEqualTo(402);
                    assertThat(client.count(CODE, matchKeyword("round", "r5"))).isEqualTo(400);
                    var vector =
                            await(
                                            client.qdrant.retrieveAsync(
                                                    CODE, List.of(id(7)), false, true, null))
                                    .getFirst();
                    assertThat(vector.getVectors().getVector().getDense().getData(0))
                            .isEqualTo(12f);
                });
    }

    @Test
    void oneProcessHasTheDirectory() throws IOException {
        whileUp(
                client ->
                        assertThatThrownBy(() -> start(data))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("in use by another"));
    }

    private static float[] wide(float value) {
        float[] vector = new float[256];
        java.util.Arrays.fill(vector, value);
        return vector;
    }

    @FunctionalInterface
    private interface Check {
        boolean holds() throws IOException;
    }

    private static void awaitTrue(Check check) throws IOException {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (!check.holds()) {
            assertThat(Instant.now()).as("the condition should hold within 30 s").isBefore(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private void whileUp(Use use) throws IOException {
        try (VectorStoreServer server = start(data);
                TestClient client = TestClient.to(server.port())) {
            use.of(client);
        }
    }

    private Path log() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(
                            file ->
                                    file.endsWith("points.log")
                                            && file.getParent()
                                                    .getFileName()
                                                    .toString()
                                                    .startsWith("demo_code"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static VectorStoreServer start(Path data) throws IOException {
        return VectorStoreServer.start(
                data, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty());
    }
}
