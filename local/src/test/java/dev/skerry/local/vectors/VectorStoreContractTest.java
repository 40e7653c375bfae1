package dev.skerry.local.vectors;

import static dev.skerry.local.vectors.TestClient.await;
import static dev.skerry.local.vectors.TestClient.filter;
import static dev.skerry.local.vectors.TestClient.point;
import static dev.skerry.local.vectors.TestClient.refusal;
import static io.qdrant.client.ConditionFactory.hasId;
import static io.qdrant.client.ConditionFactory.isNull;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.ValueFactory.list;
import static io.qdrant.client.ValueFactory.nullValue;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.Status;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.JsonWithInt.Struct;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.UpdateStatus;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What callers rely on, asked of this store and, where SKERRY_TEST_QDRANT_URL is set, of a real
 * Qdrant.
 */
@ParameterizedClass
@MethodSource("dev.skerry.local.vectors.ContractServers#all")
class VectorStoreContractTest extends ContractServers {
    VectorStoreContractTest(Target target) {
        super(target);
    }

    @Test
    void aCollectionIsCreatedListedDescribedAndDeleted() {
        client.create(name, 4, Distance.Cosine);
        assertThat(await(client.qdrant.collectionExistsAsync(name))).isTrue();
        assertThat(await(client.qdrant.listCollectionsAsync())).contains(name);
        CollectionInfo info = await(client.qdrant.getCollectionInfoAsync(name));
        VectorParams params = info.getConfig().getParams().getVectorsConfig().getParams();
        assertThat(params.getSize()).isEqualTo(4);
        assertThat(params.getDistance()).isEqualTo(Distance.Cosine);
        assertThat(info.getPointsCount()).isZero();
        assertThat(await(client.qdrant.deleteCollectionAsync(name)).getResult()).isTrue();
        assertThat(await(client.qdrant.collectionExistsAsync(name))).isFalse();
        assertThat(await(client.qdrant.listCollectionsAsync())).doesNotContain(name);
    }

    @Test
    void creatingTwiceIsRefusedAsAlreadyThere() {
        client.create(name, 4, Distance.Dot);
        Status refused =
                refusal(
                        client.qdrant.createCollectionAsync(
                                name,
                                VectorParams.newBuilder()
                                        .setSize(4)
                                        .setDistance(Distance.Dot)
                                        .build()));
        assertThat(refused.getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
        assertThat(refused.getDescription())
                .isEqualTo("Wrong input: Collection `" + name + "` already exists!");
    }

    @Test
    void aMissingCollectionIsNotFound() {
        String expected = "Not found: Collection `" + name + "` doesn't exist!";
        for (Status refused :
                List.of(
                        refusal(client.qdrant.countAsync(name)),
                        refusal(client.qdrant.getCollectionInfoAsync(name)),
                        refusal(client.qdrant.upsertAsync(name, List.of(point(1, 1, 2)))),
                        refusal(client.qdrant.deleteAsync(name, List.of(id(1)))))) {
            assertThat(refused.getCode()).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(refused.getDescription()).isEqualTo(expected);
        }
    }

    @Test
    void aVectorOfAnotherLengthIsRefusedAndNothingIsWritten() {
        client.create(name, 3, Distance.Cosine);
        Status refused =
                refusal(
                        client.qdrant.upsertAsync(
                                name, List.of(point(1, 1, 2, 3), point(2, 1, 2))));
        assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getDescription())
                .contains("Vector dimension error: expected dim: 3, got 2");
        assertThat(client.count(name)).isZero();
        assertThat(refusal(client.qdrant.queryAsync(search(1f, 2f).build())).getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aPointComesBackWithEveryKindOfPayload() {
        client.create(name, 2, Distance.Dot);
        UUID uuid = UUID.randomUUID();
        Map<String, Value> payload =
                Map.of(
                        "text", value("größe\n\t\"x\""),
                        "integer", value(Long.MIN_VALUE),
                        "double", value(0.1),
                        "bool", value(true),
                        "null", nullValue(),
                        "list", list(List.of(value(1), value("two"), nullValue())),
                        "object", object(Map.of("inner", object(Map.of("deep", value(3))))),
                        "", value("empty key"));
        PointStruct stored =
                PointStruct.newBuilder()
                        .setId(id(uuid))
                        .setVectors(point(0, 0.5f, -2f).getVectors())
                        .putAllPayload(payload)
                        .build();
        assertThat(await(client.qdrant.upsertAsync(name, List.of(stored))).getStatus())
                .isEqualTo(UpdateStatus.Completed);
        var found =
                await(
                        client.qdrant.retrieveAsync(
                                name, List.of(id(uuid), id(7)), true, true, null));
        assertThat(found)
                .singleElement()
                .satisfies(
                        point -> {
                            assertThat(point.getId()).isEqualTo(id(uuid));
                            assertThat(point.getPayloadMap()).isEqualTo(payload);
                            assertThat(point.getVectors().getVector().getDense().getDataList())
                                    .containsExactly(0.5f, -2f);
                        });
    }

    @Test
    void cosineKeepsVectorsAtLengthOne() {
        client.create(name, 2, Distance.Cosine);
        client.upsert(name, point(1, 3, 4), point(2, 0, 0));
        var found =
                await(client.qdrant.retrieveAsync(name, List.of(id(1), id(2)), false, true, null));
        assertThat(found.get(0).getVectors().getVector().getDense().getDataList())
                .containsExactly(0.6f, 0.8f);
        assertThat(found.get(1).getVectors().getVector().getDense().getDataList())
                .containsExactly(0f, 0f);
        assertThat(await(client.qdrant.queryAsync(search(30f, 40f).build())))
                .extracting(hit -> hit.getId().getNum(), ScoredPoint::getScore)
                .containsExactly(tuple(1L, 1f), tuple(2L, 0f));
    }

    @Test
    void upsertReplacesAPointWhole() {
        client.create(name, 2, Distance.Dot);
        client.upsert(name, point(1, Map.of("a", value(1), "b", value(2)), 1, 1));
        client.upsert(name, point(1, Map.of("a", value(3)), 2, 2), point(2, 0, 0));
        var found =
                await(client.qdrant.retrieveAsync(name, List.of(id(1)), true, true, null))
                        .getFirst();
        assertThat(found.getPayloadMap()).isEqualTo(Map.of("a", value(3)));
        assertThat(found.getVectors().getVector().getDense().getDataList()).containsExactly(2f, 2f);
        assertThat(client.count(name)).isEqualTo(2);
    }

    @Test
    void pointsAreDeletedByIdsAndByFilter() {
        client.create(name, 1, Distance.Dot);
        IntStream.rangeClosed(1, 10)
                .forEach(
                        i ->
                                client.upsert(
                                        name,
                                        point(i, Map.of("run", value(i <= 5 ? "old" : "new")), i)));
        await(client.qdrant.deleteAsync(name, List.of(id(1), id(6), id(1000))));
        assertThat(client.count(name)).isEqualTo(8);
        await(client.qdrant.deleteAsync(name, filter(matchKeyword("run", "old"))));
        assertThat(client.count(name)).isEqualTo(4);
        assertThat(numbers(await(client.qdrant.queryAsync(search(1f).build()))))
                .containsExactly(10L, 9L, 8L, 7L);
        assertThat(client.count(name, hasId(List.of(id(6), id(7))))).isEqualTo(1);
    }

    @Test
    void aPayloadIndexIsAcceptedAndListed() {
        client.create(name, 1, Distance.Dot);
        await(
                client.qdrant.createPayloadIndexAsync(
                        name, "run_id", PayloadSchemaType.Keyword, null, true, null, null));
        assertThat(await(client.qdrant.getCollectionInfoAsync(name)).getPayloadSchemaMap())
                .hasEntrySatisfying(
                        "run_id",
                        index ->
                                assertThat(index.getDataType())
                                        .isEqualTo(PayloadSchemaType.Keyword));
    }

    @Test
    void whatIsNotOfferedNamesTheRealQdrant() {
        assumeTrue(small());
        client.create(name, 1, Distance.Dot);
        for (Status refused :
                List.of(
                        refusal(
                                client.qdrant.setPayloadAsync(
                                        name,
                                        Map.of("x", value(1)),
                                        List.of(id(1)),
                                        true,
                                        null,
                                        null)),
                        refusal(client.qdrant.countAsync(name, filter(isNull("x")), true)),
                        refusal(
                                client.qdrant.deletePayloadIndexAsync(
                                        name, "x", true, null, null)))) {
            assertThat(refused.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(refused.getDescription()).contains("use a real Qdrant");
        }
    }

    @Test
    void healthIsAnswered() {
        assertThat(await(client.qdrant.healthCheckAsync()).getVersion()).isNotBlank();
    }

    private static Value object(Map<String, Value> fields) {
        return Value.newBuilder().setStructValue(Struct.newBuilder().putAllFields(fields)).build();
    }
}
