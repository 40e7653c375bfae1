package dev.skerry.local.vectors;

import static dev.skerry.local.vectors.TestClient.await;
import static dev.skerry.local.vectors.TestClient.point;
import static dev.skerry.local.vectors.TestClient.refusal;
import static io.qdrant.client.ConditionFactory.datetimeRange;
import static io.qdrant.client.ConditionFactory.filter;
import static io.qdrant.client.ConditionFactory.hasId;
import static io.qdrant.client.ConditionFactory.isEmpty;
import static io.qdrant.client.ConditionFactory.isNull;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.ConditionFactory.matchExceptKeywords;
import static io.qdrant.client.ConditionFactory.matchExceptValues;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ConditionFactory.matchKeywords;
import static io.qdrant.client.ConditionFactory.matchText;
import static io.qdrant.client.ConditionFactory.matchValues;
import static io.qdrant.client.ConditionFactory.nested;
import static io.qdrant.client.ConditionFactory.range;
import static io.qdrant.client.ConditionFactory.valuesCount;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.ValueFactory.list;
import static io.qdrant.client.ValueFactory.nullValue;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.DatetimeRange;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.MinShould;
import io.qdrant.client.grpc.Common.Range;
import io.qdrant.client.grpc.Common.ValuesCount;
import io.qdrant.client.grpc.Points.ScrollPoints;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Which points each kind of condition chooses. */
@ParameterizedClass
@MethodSource("dev.skerry.local.vectors.ContractServers#all")
class FilterContractTest extends ContractServers {
    private static final Condition JAVA = matchKeyword("lang", "java");
    private static final Condition LARGE = range("lines", Range.newBuilder().setGte(100).build());

    FilterContractTest(Target target) {
        super(target);
    }

    /**
     * 1: java, 10 lines; 2: java, 100; 3: python, 1000, a null; 4: tags, an empty list; 5: objects;
     * 6: nothing.
     */
    @BeforeEach
    void sixPoints() {
        client.create(name, 1, Distance.Dot);
        client.upsert(
                name,
                point(
                        1,
                        Map.of(
                                "lang",
                                value("java"),
                                "lines",
                                value(10),
                                "test",
                                value(true),
                                "path",
                                value("src/main/A.java")),
                        1),
                point(
                        2,
                        Map.of(
                                "lang",
                                value("java"),
                                "lines",
                                value(100),
                                "test",
                                value(false),
                                "at",
                                value("2026-01-02T03:04:05Z")),
                        1),
                point(
                        3,
                        Map.of(
                                "lang",
                                value("python"),
                                "lines",
                                value(1000.5),
                                "note",
                                nullValue()),
                        1),
                point(
                        4,
                        Map.of(
                                "lang",
                                list(List.of(value("java"), value("kotlin"))),
                                "note",
                                list(List.of())),
                        1),
                point(
                        5,
                        Map.of(
                                "meta",
                                value(
                                        Map.of(
                                                "owner",
                                                value("ann"),
                                                "parts",
                                                list(
                                                        List.of(
                                                                value(
                                                                        Map.of(
                                                                                "k",
                                                                                value("x"),
                                                                                "v",
                                                                                value(1))),
                                                                value(
                                                                        Map.of(
                                                                                "k",
                                                                                value("y"),
                                                                                "v",
                                                                                value(2)))))))),
                        1),
                point(6, 1));
    }

    @Test
    void matchComparesKeywordsNumbersAndBooleansAndAnyElementOfAList() {
        assertThat(chosen(JAVA)).containsExactly(1L, 2L, 4L);
        assertThat(chosen(match("lines", 100))).containsExactly(2L);
        assertThat(chosen(match("test", true))).containsExactly(1L);
        assertThat(chosen(matchKeywords("lang", List.of("python", "kotlin"))))
                .containsExactly(3L, 4L);
        assertThat(chosen(matchValues("lines", List.of(10L, 100L, 1L)))).containsExactly(1L, 2L);
        assertThat(chosen(matchText("path", "main/A"))).containsExactly(1L);
    }

    @Test
    void exceptNeedsAValueThatIsNoneOfThese() {
        assertThat(chosen(matchExceptKeywords("lang", List.of("java")))).containsExactly(3L, 4L);
        assertThat(chosen(matchExceptValues("lines", List.of(10L)))).containsExactly(2L, 3L);
    }

    @Test
    void rangesTakeIntegersAndDoublesAndMoments() {
        assertThat(chosen(LARGE)).containsExactly(2L, 3L);
        assertThat(chosen(range("lines", Range.newBuilder().setGt(10).setLt(1000.5).build())))
                .containsExactly(2L);
        var january =
                DatetimeRange.newBuilder()
                        .setGte(Timestamp.newBuilder().setSeconds(1767225600))
                        .setLt(Timestamp.newBuilder().setSeconds(1769904000));
        assertThat(chosen(datetimeRange("at", january.build()))).containsExactly(2L);
    }

    @Test
    void emptyIsMissingNullOrAnEmptyListAndNullIsNullOnly() {
        assertThat(chosen(isEmpty("note"))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(chosen(isEmpty("lang"))).containsExactly(5L, 6L);
        assertThat(chosen(isNull("note"))).containsExactly(3L);
    }

    @Test
    void valuesAreCounted() {
        assertThat(chosen(valuesCount("lang", ValuesCount.newBuilder().setGte(2).build())))
                .containsExactly(4L);
    }

    @Test
    void pathsReachIntoObjectsAndLists() {
        assertThat(chosen(matchKeyword("meta.owner", "ann"))).containsExactly(5L);
        assertThat(chosen(matchKeyword("meta.parts[].k", "y"))).containsExactly(5L);
        assertThat(chosen(matchKeyword("meta.parts[0].k", "y"))).isEmpty();
    }

    @Test
    void nestedConditionsHoldForOneElementTogether() {
        var together =
                Filter.newBuilder().addMust(matchKeyword("k", "x")).addMust(match("v", 1)).build();
        var apart =
                Filter.newBuilder().addMust(matchKeyword("k", "x")).addMust(match("v", 2)).build();
        assertThat(chosen(nested("meta.parts[]", together))).containsExactly(5L);
        assertThat(chosen(nested("meta.parts[]", apart))).isEmpty();
    }

    @Test
    void clausesCombine() {
        assertThat(chosen(Filter.newBuilder().addMust(JAVA).addMust(LARGE))).containsExactly(2L);
        assertThat(chosen(Filter.newBuilder().addShould(JAVA).addShould(LARGE)))
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(chosen(Filter.newBuilder().addMustNot(JAVA).addMustNot(LARGE)))
                .containsExactly(5L, 6L);
        assertThat(
                        chosen(
                                Filter.newBuilder()
                                        .addMust(JAVA)
                                        .addShould(LARGE)
                                        .addShould(hasId(id(4)))))
                .containsExactly(2L, 4L);
        assertThat(
                        chosen(
                                Filter.newBuilder()
                                        .setMinShould(
                                                MinShould.newBuilder()
                                                        .addConditions(JAVA)
                                                        .addConditions(LARGE)
                                                        .addConditions(hasId(List.of(id(1), id(6))))
                                                        .setMinCount(2))))
                .containsExactly(1L, 2L);
        Filter neither =
                Filter.newBuilder()
                        .addMustNot(
                                filter(
                                        Filter.newBuilder()
                                                .addShould(JAVA)
                                                .addShould(LARGE)
                                                .build()))
                        .build();
        assertThat(chosen(Filter.newBuilder().addMust(filter(neither)))).containsExactly(5L, 6L);
        assertThat(chosen(Filter.newBuilder())).hasSize(6);
    }

    @Test
    void aMalformedConditionIsRefused() {
        for (Condition malformed :
                List.of(
                        Condition.getDefaultInstance(),
                        matchKeyword("a[", "x"),
                        hasId(io.qdrant.client.grpc.Common.PointId.getDefaultInstance()))) {
            Status refused =
                    refusal(client.qdrant.countAsync(name, TestClient.filter(malformed), true));
            assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
    }

    private List<Long> chosen(Condition must) {
        return chosen(Filter.newBuilder().addMust(must));
    }

    private List<Long> chosen(Filter.Builder filter) {
        var request =
                ScrollPoints.newBuilder()
                        .setCollectionName(name)
                        .setFilter(filter)
                        .setLimit(100)
                        .build();
        List<Long> scrolled =
                await(client.qdrant.scrollAsync(request)).getResultList().stream()
                        .map(point -> point.getId().getNum())
                        .toList();
        assertThat(await(client.qdrant.countAsync(name, filter.build(), true)))
                .isEqualTo(scrolled.size());
        return scrolled;
    }
}
