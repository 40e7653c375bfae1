package dev.skerry.local.vectors.service;

import dev.skerry.local.vectors.collection.CollectionMeta;
import dev.skerry.local.vectors.point.Rejection;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.Vectors;
import java.util.List;

/**
 * Vectors out of requests: dense, unnamed, of the collection's length, finite, prepared by its
 * metric.
 */
final class VectorInputs {
    private VectorInputs() {}

    static float[] of(Vectors vectors, CollectionMeta meta) {
        return switch (vectors.getVectorsOptionsCase()) {
            case VECTOR -> of(vectors.getVector(), meta);
            case VECTORS -> {
                for (String name : vectors.getVectors().getVectorsMap().keySet()) {
                    checkName(name);
                }
                yield of(
                        vectors.getVectors()
                                .getVectorsMap()
                                .getOrDefault("", Vector.getDefaultInstance()),
                        meta);
            }
            case VECTORSOPTIONS_NOT_SET ->
                    throw Rejection.badInput(
                            "a point has no vector; this small local store keeps one for each point");
        };
    }

    @SuppressWarnings("deprecation") // older clients fill Vector.data
    private static float[] of(Vector vector, CollectionMeta meta) {
        return switch (vector.getVectorCase()) {
            case DENSE -> of(vector.getDense().getDataList(), meta);
            case VECTOR_NOT_SET -> {
                if (vector.hasIndices() || vector.getVectorsCount() > 1) {
                    throw notDense();
                }
                yield of(vector.getDataList(), meta);
            }
            case SPARSE, MULTI_DENSE -> throw notDense();
            case DOCUMENT, IMAGE, OBJECT -> throw Rejection.unsupported("inference");
        };
    }

    static float[] of(List<Float> values, CollectionMeta meta) {
        if (values.size() != meta.size()) {
            throw Rejection.badInput(
                    "Vector dimension error: expected dim: "
                            + meta.size()
                            + ", got "
                            + values.size());
        }
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values.get(i);
            if (!Float.isFinite(vector[i])) {
                throw Rejection.badInput(
                        "a vector holds "
                                + vector[i]
                                + " at index "
                                + i
                                + "; all its numbers must be finite");
            }
        }
        return meta.metric().prepare(vector);
    }

    static void checkName(String name) {
        if (!name.isEmpty()) {
            throw Rejection.badInput("Not existing vector name error: " + name);
        }
    }

    private static Rejection notDense() {
        return Rejection.badInput(
                "Conversion between sparse or multi and dense vectors is not possible; send one dense vector");
    }
}
