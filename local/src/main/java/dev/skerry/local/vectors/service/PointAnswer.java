package dev.skerry.local.vectors.service;

import dev.skerry.local.vectors.collection.PointTable;
import dev.skerry.local.vectors.point.Rejection;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.VectorOutput;
import io.qdrant.client.grpc.Points.VectorsOutput;
import io.qdrant.client.grpc.Points.WithVectorsSelector;

/** Makes the points of one answer and keeps the answer within bounds. */
final class PointAnswer {
    static final long MAX_BYTES = 64 << 20;
    private static final int POINT_BYTES = 64;

    private final PayloadSelection payload;
    private final boolean vectors;
    private long bytes;

    PointAnswer(PayloadSelection payload, WithVectorsSelector vectors) {
        this.payload = payload;
        this.vectors =
                switch (vectors.getSelectorOptionsCase()) {
                    case ENABLE -> vectors.getEnable();
                    case INCLUDE -> {
                        vectors.getInclude().getNamesList().forEach(VectorInputs::checkName);
                        yield vectors.getInclude().getNamesCount() > 0;
                    }
                    case SELECTOROPTIONS_NOT_SET -> false;
                };
    }

    RetrievedPoint retrieved(PointTable.Row row) {
        account(row);
        var point =
                RetrievedPoint.newBuilder()
                        .setId(row.key().toProto())
                        .putAllPayload(payload.of(row.payload()));
        if (vectors) {
            point.setVectors(output(row));
        }
        return point.build();
    }

    ScoredPoint scored(PointTable.Row row, float score) {
        account(row);
        var point =
                ScoredPoint.newBuilder()
                        .setId(row.key().toProto())
                        .setScore(score)
                        .setVersion(row.version())
                        .putAllPayload(payload.of(row.payload()));
        if (vectors) {
            point.setVectors(output(row));
        }
        return point.build();
    }

    private static VectorsOutput output(PointTable.Row row) {
        float[] values = row.vector();
        var dense = DenseVector.newBuilder();
        for (float value : values) {
            dense.addData(value);
        }
        return VectorsOutput.newBuilder()
                .setVector(VectorOutput.newBuilder().setDense(dense))
                .build();
    }

    private void account(PointTable.Row row) {
        bytes += POINT_BYTES + row.payload().bytes().length + (vectors ? 4L * row.dimensions() : 0);
        if (bytes > MAX_BYTES) {
            throw Rejection.exhausted(
                    "the answer is larger than "
                            + (MAX_BYTES >> 20)
                            + " MiB; ask for fewer points, or leave vectors or payload out");
        }
    }
}
