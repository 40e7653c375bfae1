package dev.skerry.local.vectors;

import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.VectorOutput;
import io.qdrant.client.grpc.Points.VectorsOutput;
import io.qdrant.client.grpc.Points.WithPayloadSelector;
import io.qdrant.client.grpc.Points.WithVectorsSelector;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The points of one answer, with what was asked for of each, within bounds. */
final class PointAnswer {
    /** Points in one answer. */
    static final int MAX_POINTS = 100_000;

    private static final long MAX_BYTES = 64 << 20;

    private final Predicate<String> fields;
    private final boolean vectors;
    private long bytes;

    /**
     * @param payload empty where the request says nothing: then {@code whole}
     */
    PointAnswer(Optional<WithPayloadSelector> payload, boolean whole, WithVectorsSelector vectors) {
        this.fields = payload.map(it -> fields(it, whole)).orElse(field -> whole);
        this.vectors = vectors.getEnable();
    }

    private static Predicate<String> fields(WithPayloadSelector selector, boolean whole) {
        return switch (selector.getSelectorOptionsCase()) {
            case ENABLE -> field -> selector.getEnable();
            case INCLUDE -> selector.getInclude().getFieldsList()::contains;
            case EXCLUDE -> field -> !selector.getExclude().getFieldsList().contains(field);
            case SELECTOROPTIONS_NOT_SET -> field -> whole;
        };
    }

    RetrievedPoint retrieved(PointStruct point) {
        var made = RetrievedPoint.newBuilder().setId(point.getId()).putAllPayload(payload(point));
        if (vectors) {
            made.setVectors(vectors(point));
        }
        return counted(made.build(), point);
    }

    ScoredPoint scored(PointStruct point, float score) {
        var made =
                ScoredPoint.newBuilder()
                        .setId(point.getId())
                        .setScore(score)
                        .putAllPayload(payload(point));
        if (vectors) {
            made.setVectors(vectors(point));
        }
        return counted(made.build(), point);
    }

    private Map<String, Value> payload(PointStruct point) {
        return point.getPayloadMap().entrySet().stream()
                .filter(entry -> fields.test(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static VectorsOutput vectors(PointStruct point) {
        return VectorsOutput.newBuilder()
                .setVector(
                        VectorOutput.newBuilder()
                                .setDense(point.getVectors().getVector().getDense()))
                .build();
    }

    private <T> T counted(T made, PointStruct point) {
        bytes += point.getSerializedSize();
        if (bytes > MAX_BYTES) {
            throw Rejection.exhausted(
                    "the answer is larger than %d MiB; ask for fewer points, or leave vectors or payload out"
                            .formatted(MAX_BYTES >> 20));
        }
        return made;
    }
}
