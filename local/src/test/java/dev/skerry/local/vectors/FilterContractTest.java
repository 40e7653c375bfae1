package dev.skerry.local.vectors;

import static dev.skerry.local.vectors.TestClient.await;
import static dev.skerry.local.vectors.TestClient.point;
import static dev.skerry.local.vectors.TestClient.refusal;
import static io.qdrant.client.ConditionFactory.filter;
import static io.qdrant.client.ConditionFactory.hasId;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ConditionFactory.matchKeywords;
import static io.qdrant.client.ConditionFactory.matchValues;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.ValueFactory.list;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
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
    private static final Condition LARGE = match("lines", 1000);

    FilterContractTest(Target target) {
        super(target);
    }

    /** 1: java, 10 lines; 2: java, 1000; 3: python, 1000; 4: two languages; 5: nothing. */
    @BeforeEach
    void fivePoints() {
        client.create(name, 1, Distance.Dot);
        client.upsert(
                name,
                point(1, Map.of("lang", value("java"), "lines", value(10)), 1),
                point(2, Map.of("lang", value("java"), "lines", value(1000)), 1),
                point(3, Map.of("lang", value("python"), "lines", value(1000)), 1),
                point(4, Map.of("lang", list(List.of(value("java"), value("kotlin")))), 1),
                point(5, 1));
    }

    @Test
    void matchComparesKeywordsAndIntegersAndAnyElementOfAList() {
        assertThat(chosen(JAVA)).containsExactly(1L, 2L, 4L);
        assertThat(chosen(LARGE)).containsExactly(2L, 3L);
        assertThat(chosen(matchKeywords("lang", List.of("python", "kotlin"))))
                .containsExactly(3L, 4L);
        assertThat(chosen(matchValues("lines", List.of(10L, 1L)))).containsExactly(1L);
        assertThat(chosen(matchKeyword("lines", "10"))).isEmpty();
    }

    @Test
    void clausesCombine() {
        assertThat(chosen(Filter.newBuilder().addMust(JAVA).addMust(LARGE))).containsExactly(2L);
        assertThat(chosen(Filter.newBuilder().addShould(JAVA).addShould(LARGE)))
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(chosen(Filter.newBuilder().addMustNot(JAVA).addMustNot(LARGE)))
                .containsExactly(5L);
        assertThat(
                        chosen(
                                Filter.newBuilder()
                                        .addMust(JAVA)
                                        .addShould(LARGE)
                                        .addShould(hasId(id(4)))))
                .containsExactly(2L, 4L);
        var neither = Filter.newBuilder().addMustNot(JAVA).addMustNot(LARGE).build();
        assertThat(chosen(Filter.newBuilder().addMust(filter(neither)))).containsExactly(5L);
        assertThat(chosen(Filter.newBuilder())).hasSize(5);
    }

    @Test
    void aMalformedConditionIsRefused() {
        for (Condition malformed :
                List.of(Condition.getDefaultInstance(), hasId(PointId.getDefaultInstance()))) {
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
