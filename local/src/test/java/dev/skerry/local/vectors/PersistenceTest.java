package dev.skerry.local.vectors;

import static dev.skerry.local.vectors.TestClient.await;
import static dev.skerry.local.vectors.TestClient.point;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk after a stop, and what a damaged disk leads to. */
class PersistenceTest {
    private static final String CODE = "demo.code";
    private static final int WIDE = 256;

    @TempDir Path data;

    @FunctionalInterface
    private interface Use {
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
                            point(2, Map.of("run", value("b")), 1, 0));
                    client.upsertWithoutWaiting(CODE, List.of(point(3, 0, 1)));
                    await(client.qdrant.deleteAsync(CODE, List.of(id(2))));
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
                });
    }

    @Test
    void aTornTailIsForgottenAndWritingGoesOn() throws IOException {
        whileUp(
                client -> {
                    client.create(CODE, 2, Distance.Dot);
                    client.upsert(CODE, point(1, 1, 1));
                });
        try (var file = new RandomAccessFile(file().toFile(), "rw")) {
            file.seek(file.length());
            file.write(new byte[10_000]);
        }
        whileUp(
                client -> {
                    assertThat(client.count(CODE)).isEqualTo(1);
                    client.upsert(CODE, point(3, 3, 3));
                });
        whileUp(client -> assertThat(client.count(CODE)).isEqualTo(2));
    }

    @Test
    void aFileThatIsNoneOfOursIsNamedAndLeftAlone() throws IOException {
        byte[] other = "not a store".repeat(1000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Files.write(file(), other);
        assertThatThrownBy(() -> start(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("remove it to begin anew");
        assertThat(file()).hasBinaryContent(other);
    }

    @Test
    void theFileDoesNotGrowWithWhatIsOverwritten() throws IOException {
        whileUp(
                client -> {
                    client.create(CODE, WIDE, Distance.Dot);
                    for (int round = 0; round < 200; round++) {
                        upsert(client, round);
                    }
                    assertThat(client.count(CODE, matchKeyword("round", "r199"))).isEqualTo(100);
                });
        long live = 100L * 4 * WIDE;
        assertThat(Files.size(file())).isLessThan(20 * live);
    }

    private static void upsert(TestClient client, int round) {
        float[] wide = new float[WIDE];
        Arrays.fill(wide, round);
        await(
                client.qdrant.upsertAsync(
                        CODE,
                        IntStream.range(0, 100)
                                .mapToObj(i -> point(i, Map.of("round", value("r" + round)), wide))
                                .toList()));
    }

    @Test
    void oneProcessHasTheDirectory() throws IOException {
        whileUp(
                client ->
                        assertThatThrownBy(() -> start(data))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("in use by another"));
    }

    private void whileUp(Use use) throws IOException {
        try (VectorStoreServer server = start(data);
                TestClient client = TestClient.to(server.port())) {
            use.of(client);
        }
    }

    private Path file() {
        return data.resolve("vectors.mv.db");
    }

    static VectorStoreServer start(Path data) throws IOException {
        return VectorStoreServer.start(
                data, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty());
    }
}
