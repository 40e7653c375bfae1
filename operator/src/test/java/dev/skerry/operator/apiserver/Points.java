package dev.skerry.operator.apiserver;

import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.ValueFactory.value;
import static io.qdrant.client.VectorsFactory.vectors;

import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.PointStruct;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** Points of the vector store as programs write them and readers see them. */
final class Points implements AutoCloseable {
    private static final int DIMENSIONS = 64;

    private final QdrantClient client;

    Points(URI store) {
        client =
                new QdrantClient(
                        QdrantGrpcClient.newBuilder(store.getHost(), store.getPort(), false)
                                .build());
    }

    /** What a program of this run uploads. */
    void upload(Program program, String collection, int count)
            throws ExecutionException, InterruptedException {
        upload(
                collection,
                program.scene().namespace,
                program.name(),
                program.jobUid(),
                program.runId(),
                count);
    }

    /** Points of a run that no program of the test made. */
    void upload(
            String collection, String namespace, String job, String jobUid, String runId, int count)
            throws ExecutionException, InterruptedException {
        var points = new ArrayList<PointStruct>();
        for (int i = 0; i < count; i++) {
            points.add(
                    PointStruct.newBuilder()
                            .setId(id(UUID.randomUUID()))
                            .setVectors(vectors(Collections.nCopies(DIMENSIONS, 0.5f)))
                            .putAllPayload(
                                    Map.of(
                                            "namespace", value(namespace),
                                            "job", value(job),
                                            "job_uid", value(jobUid),
                                            "run_id", value(runId)))
                            .build());
        }
        client.upsertAsync(collection, points).get();
    }

    void makeCollection(String collection, int dimensions)
            throws ExecutionException, InterruptedException {
        client.createCollectionAsync(
                        collection,
                        VectorParams.newBuilder()
                                .setSize(dimensions)
                                .setDistance(Distance.Cosine)
                                .build())
                .get();
    }

    long count(String collection, String namespace, String job)
            throws ExecutionException, InterruptedException {
        var filter =
                Filter.newBuilder()
                        .addMust(matchKeyword("namespace", namespace))
                        .addMust(matchKeyword("job", job))
                        .build();
        return client.countAsync(collection, filter, true).get();
    }

    @Override
    public void close() {
        client.close();
    }
}
