package dev.skerry.local.vectors;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.Vectors;
import java.util.List;

/** Vectors of requests, and how near two of them are. */
final class DenseVectors {
    private static final double TINY = 1.1920929e-7;

    private DenseVectors() {}

    /** Of a point: one, unnamed. */
    @SuppressWarnings("deprecation") // older clients fill Vector.data
    static float[] of(Vectors vectors, VectorParams params) {
        if (!vectors.hasVector()) {
            throw Rejection.badInput(
                    "a point has no vector; this small local store keeps one, unnamed, for each point");
        }
        var vector = vectors.getVector();
        if (vector.getVectorCase() == Vector.VectorCase.DENSE) {
            return of(vector.getDense().getDataList(), params);
        }
        if (vector.getVectorCase() != Vector.VectorCase.VECTOR_NOT_SET
                || vector.hasIndices()
                || vector.getVectorsCount() > 1) {
            throw Rejection.badInput(
                    "Conversion between sparse or multi and dense vectors is not possible; send one dense vector");
        }
        return of(vector.getDataList(), params);
    }

    /** Of the collection's length and finite; at length one where cosines are compared. */
    static float[] of(List<Float> values, VectorParams params) {
        if (values.size() != params.getSize()) {
            throw Rejection.badInput(
                    "Vector dimension error: expected dim: %d, got %d"
                            .formatted(params.getSize(), values.size()));
        }
        float[] vector = plain(values);
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw Rejection.badInput(
                        "a vector holds %s at index %d; all its numbers must be finite"
                                .formatted(vector[i], i));
            }
        }
        return params.getDistance() == Distance.Cosine ? unit(vector) : vector;
    }

    static float[] plain(List<Float> values) {
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values.get(i);
        }
        return vector;
    }

    /** A vector of length zero stays as it is. */
    private static float[] unit(float[] vector) {
        double squared = 0;
        for (float x : vector) {
            squared += (double) x * x;
        }
        if (squared < TINY || Math.abs(squared - 1) <= 1e-6) {
            return vector;
        }
        double length = Math.sqrt(squared);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    static float score(Distance distance, float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            float difference = a[i] - b[i];
            sum +=
                    switch (distance) {
                        case Euclid -> difference * difference;
                        case Manhattan -> Math.abs(difference);
                        default -> a[i] * b[i];
                    };
        }
        return distance == Distance.Euclid ? (float) Math.sqrt(sum) : sum;
    }

    /** A number that is larger for nearer vectors, least of all for a score that is none. */
    static float nearness(Distance distance, float score) {
        if (Float.isNaN(score)) {
            return Float.NEGATIVE_INFINITY;
        }
        return distance == Distance.Euclid || distance == Distance.Manhattan ? -score : score;
    }
}
