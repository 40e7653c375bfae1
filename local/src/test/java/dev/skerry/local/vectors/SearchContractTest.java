package dev.skerry.local.vectors;

import static dev.skerry.local.vectors.TestClient.await;
import static dev.skerry.local.vectors.TestClient.filter;
import static dev.skerry.local.vectors.TestClient.point;
import static dev.skerry.local.vectors.TestClient.refusal;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.ValueFactory.value;
import static io.qdrant.client.WithPayloadSelectorFactory.enable;
import static io.qdrant.client.WithPayloadSelectorFactory.include;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grpc.Status;
import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How points are found: by vector, by point, page by page. */
@ParameterizedClass
@MethodSource("dev.skerry.local.vectors.ContractServers#all")
class SearchContractTest extends ContractServers {
    SearchContractTest(Target target) {
        super(target);
    }

    @Test
    void eachDistanceRanksAndScoresAsItShould() {
        record Case(Distance distance, List<Long> order, List<Float> scores) {}
        for (Case expected :
                List.of(
                        new Case(Distance.Dot, List.of(3L, 1L, 2L), List.of(4f, 1f, 0f)),
                        new Case(Distance.Cosine, List.of(1L, 3L, 2L), List.of(1f, 0.8f, 0f)),
                        new Case(
                                Distance.Euclid,
                                List.of(1L, 2L, 3L),
                                List.of(0f, 1.4142135f, 4.2426405f)),
                        new Case(Distance.Manhattan, List.of(1L, 2L, 3L), List.of(0f, 2f, 6f)))) {
            String here = name + expected.distance().name();
            client.create(here, 2, expected.distance());
            client.upsert(here, point(1, 1, 0), point(2, 0, 1), point(3, 4, 3));
            List<ScoredPoint> hits =
                    await(client.qdrant.queryAsync(search(1f, 0f).setCollectionName(here).build()));
            await(client.qdrant.deleteCollectionAsync(here));
            assertThat(numbers(hits)).as(expected.distance().name()).isEqualTo(expected.order());
            for (int i = 0; i < 3; i++) {
                assertThat(hits.get(i).getScore())
                        .isCloseTo(expected.scores().get(i), within(1e-5f));
            }
        }
    }

    @Test
    void searchTakesFilterLimitOffsetThresholdAndSelectors() {
        client.create(name, 1, Distance.Dot);
        IntStream.rangeClosed(1, 20)
                .forEach(
                        i ->
                                client.upsert(
                                        name,
                                        point(
                                                i,
                                                Map.of(
                                                        "kind",
                                                        value(i % 2 == 0 ? "even" : "odd"),
                                                        "n",
                                                        value(i)),
                                                i)));
        List<ScoredPoint> hits =
                await(
                        client.qdrant.queryAsync(
                                search(1f)
                                        .setFilter(filter(matchKeyword("kind", "even")))
                                        .setLimit(3)
                                        .setOffset(1)
                                        .setScoreThreshold(14)
                                        .setWithPayload(include(List.of("n")))
                                        .setWithVectors(WithVectorsSelectorFactory.enable(true))
                                        .build()));
        assertThat(numbers(hits)).containsExactly(18L, 16L);
        assertThat(hits.getFirst().getPayloadMap()).isEqualTo(Map.of("n", value(18)));
        assertThat(hits.getFirst().getVectors().getVector().getDense().getDataList())
                .containsExactly(18f);
        assertThat(
                        await(client.qdrant.queryAsync(search(1f).setLimit(1).build()))
                                .getFirst()
                                .getPayloadMap())
                .isEmpty();
        assertThat(refusal(client.qdrant.queryAsync(search(1f).setLimit(0).build())).getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aQueryByPointLeavesThatPointOut() {
        client.create(name, 2, Distance.Cosine);
        client.upsert(name, point(1, 1, 0), point(2, 1, 0.1f), point(3, 0, 1));
        QueryPoints query =
                QueryPoints.newBuilder()
                        .setCollectionName(name)
                        .setQuery(nearest(1))
                        .setLimit(2)
                        .build();
        assertThat(numbers(await(client.qdrant.queryAsync(query)))).containsExactly(2L, 3L);
        QueryPoints byVector =
                query.toBuilder().setQuery(nearest(1f, 0f)).setWithPayload(enable(true)).build();
        assertThat(numbers(await(client.qdrant.queryAsync(byVector)))).containsExactly(1L, 2L);
        Status refused =
                refusal(client.qdrant.queryAsync(query.toBuilder().setQuery(nearest(99)).build()));
        assertThat(refused.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(refused.getDescription()).contains("No point with id 99 found");
    }

    @Test
    void scrollPagesThroughAllPointsInTheOrderOfTheirIds() {
        client.create(name, 1, Distance.Dot);
        var ids = new ArrayList<PointId>();
        for (long number : new long[] {7, 1, 300, 5, -1}) {
            ids.add(id(number));
        }
        for (int i = 0; i < 6; i++) {
            ids.add(id(UUID.nameUUIDFromBytes(new byte[] {(byte) i})));
        }
        await(
                client.qdrant.upsertAsync(
                        name,
                        ids.stream()
                                .map(one -> point(0, 1f).toBuilder().setId(one).build())
                                .toList()));
        var seen = new ArrayList<PointId>();
        Optional<PointId> next = Optional.empty();
        do {
            var request = ScrollPoints.newBuilder().setCollectionName(name).setLimit(4);
            next.ifPresent(request::setOffset);
            ScrollResponse page = await(client.qdrant.scrollAsync(request.build()));
            assertThat(page.getResultCount()).isLessThanOrEqualTo(4);
            page.getResultList().forEach(one -> seen.add(one.getId()));
            next =
                    page.hasNextPageOffset()
                            ? Optional.of(page.getNextPageOffset())
                            : Optional.empty();
        } while (next.isPresent());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(seen.subList(0, 5)).containsExactly(id(1), id(5), id(7), id(300), id(-1));
        assertThat(seen.subList(5, 11))
                .isSortedAccordingTo((a, b) -> a.getUuid().compareTo(b.getUuid()));
    }
}
