package dev.skerry.local.vectors;

import static dev.skerry.local.vectors.TestClient.await;
import static dev.skerry.local.vectors.TestClient.point;
import static dev.skerry.local.vectors.TestClient.refusal;
import static io.qdrant.client.ConditionFactory.filter;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.QueryFactory.fusion;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.VectorFactory.vector;
import static io.qdrant.client.VectorsFactory.namedVectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorParamsMap;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.Fusion;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.QueryPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody in their right mind would send. */
class HostileInputTest {
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

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        client.create("c", 2, Distance.Cosine);
        for (float bad :
                new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Status refused = refusal(client.qdrant.upsertAsync("c", List.of(point(1, 1, bad))));
            assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused.getDescription()).contains("index 1", "finite");
            assertThat(refusal(client.qdrant.queryAsync(search("c", bad, 1f))).getCode())
                    .isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
        assertThat(client.count("c")).isZero();
    }

    @Test
    void theLargestFloatsNeitherFailNorHideOthers() {
        client.create("cosine", 2, Distance.Cosine);
        client.create("dot", 2, Distance.Dot);
        for (String name : List.of("cosine", "dot")) {
            client.upsert(
                    name,
                    point(1, Float.MAX_VALUE, Float.MAX_VALUE),
                    point(2, Float.MAX_VALUE, -Float.MAX_VALUE),
                    point(3, 1, 0),
                    point(4, 0, 0));
        }
        assertThat(await(client.qdrant.queryAsync(search("cosine", 1f, 1f))))
                .hasSize(4)
                .first()
                .satisfies(
                        hit -> {
                            assertThat(hit.getId().getNum()).isEqualTo(1);
                            assertThat(hit.getScore()).isBetween(0.999f, 1.001f);
                        });
        assertThat(await(client.qdrant.queryAsync(search("dot", Float.MAX_VALUE, Float.MAX_VALUE))))
                .hasSize(4);
    }

    @Test
    void aZeroVectorUnderCosineScoresZeroAndFindsAll() {
        client.create("c", 2, Distance.Cosine);
        client.upsert("c", point(1, 0, 0), point(2, 1, 1));
        assertThat(await(client.qdrant.queryAsync(search("c", 0f, 0f))))
                .extracting(hit -> hit.getScore())
                .containsExactly(0f, 0f);
    }

    @Test
    void aRequestOverTheLimitIsRefusedAndTheStoreGoesOn() {
        client.create("c", 65536, Distance.Dot);
        float[] wide = new float[65536];
        List<PointStruct> tooMuch = IntStream.range(0, 140).mapToObj(i -> point(i, wide)).toList();
        try (TestClient greedy = TestClient.to(server.port())) {
            assertThat(refusal(greedy.qdrant.upsertAsync("c", tooMuch)).getCode())
                    .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            // the client keeps the unsent rest of a refused request and would wait for it
            greedy.qdrant.grpcClient().channel().shutdownNow();
        }
        client.upsert("c", point(1, wide));
        assertThat(client.count("c")).isEqualTo(1);
    }

    @Test
    void limitsBeyondReasonCostNothing() {
        client.create("c", 1, Distance.Dot);
        client.upsert("c", point(1, 1), point(2, 2));
        var request = search("c", 1f).toBuilder().setLimit(-1L);
        assertThat(await(client.qdrant.queryAsync(request.build()))).hasSize(2);
        assertThat(await(client.qdrant.queryAsync(request.setOffset(-1L).build()))).isEmpty();
    }

    @Test
    void collectionsThisStoreCannotKeepAreRefusedWithTheReason() {
        assertRefused(
                VectorsConfig.newBuilder()
                        .setParams(VectorParams.newBuilder().setSize(0).setDistance(Distance.Dot)),
                "from 1 to 65536");
        assertRefused(
                VectorsConfig.newBuilder()
                        .setParams(
                                VectorParams.newBuilder().setSize(-1L).setDistance(Distance.Dot)),
                "from 1 to 65536");
        assertRefused(
                VectorsConfig.newBuilder().setParams(VectorParams.newBuilder().setSize(3)),
                "distance is missing");
        assertRefused(
                VectorsConfig.newBuilder()
                        .setParamsMap(
                                VectorParamsMap.newBuilder()
                                        .putMap("image", VectorParams.getDefaultInstance())),
                "a named vector is not offered");
        assertRefused(VectorsConfig.newBuilder(), "vectors_config.size");
    }

    @Test
    void pointsWithoutIdWithOtherVectorsOrBrokenIdsAreRefused() {
        client.create("c", 2, Distance.Dot);
        PointStruct good = point(1, 1, 2);
        var noId = good.toBuilder().clearId().build();
        var named =
                good.toBuilder().setVectors(namedVectors(Map.of("image", vector(1f, 2f)))).build();
        var noVector = good.toBuilder().clearVectors().build();
        var badUuid = good.toBuilder().setId(PointId.newBuilder().setUuid("1-1-1-1-1")).build();
        var sparse =
                good.toBuilder()
                        .setVectors(
                                namedVectors(Map.of("", vector(List.of(1f, 2f), List.of(1, 2)))))
                        .build();
        for (PointStruct bad : List.of(noId, named, noVector, badUuid, sparse)) {
            assertThat(refusal(client.qdrant.upsertAsync("c", List.of(good, bad))).getCode())
                    .as(bad.toString())
                    .isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
        assertThat(client.count("c")).isZero();
    }

    @Test
    void aFilterTooDeepOrTooLargeIsRefused() {
        client.create("c", 1, Distance.Dot);
        Filter deep = Filter.getDefaultInstance();
        for (int i = 0; i < 1000; i++) {
            deep = Filter.newBuilder().addMust(filter(deep)).build();
        }
        Filter tooDeep = deep;
        assertThat(refusal(client.qdrant.countAsync("c", tooDeep, true)).getCode())
                .isNotEqualTo(Status.Code.OK);
        Filter large =
                Filter.newBuilder().addAllShould(Collections.nCopies(5000, match("a", 1))).build();
        assertThat(refusal(client.qdrant.countAsync("c", large, true)).getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(client.count("c")).isZero();
    }

    @Test
    void whatOnlyQdrantCanIsSaidToBeSo() {
        client.create("c", 1, Distance.Dot);
        Status refused =
                refusal(
                        client.qdrant.queryAsync(
                                QueryPoints.newBuilder()
                                        .setCollectionName("c")
                                        .setQuery(fusion(Fusion.RRF))
                                        .build()));
        assertThat(refused.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(refused.getDescription()).contains("use a real Qdrant");
    }

    private void assertRefused(VectorsConfig.Builder config, String why) {
        Status refused =
                refusal(
                        client.qdrant.createCollectionAsync(
                                CreateCollection.newBuilder()
                                        .setCollectionName("refused")
                                        .setVectorsConfig(config)
                                        .build()));
        assertThat(refused.getCode()).isIn(Status.Code.INVALID_ARGUMENT, Status.Code.UNIMPLEMENTED);
        assertThat(refused.getDescription()).contains(why);
    }

    private static QueryPoints search(String name, Float... vector) {
        return QueryPoints.newBuilder()
                .setCollectionName(name)
                .setQuery(nearest(List.of(vector)))
                .setLimit(10)
                .build();
    }
}
