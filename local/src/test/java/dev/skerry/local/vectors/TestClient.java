package dev.skerry.local.vectors;

import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.VectorsFactory.vectors;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The Qdrant client, waiting for its answers. */
final class TestClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    final QdrantClient qdrant;

    private TestClient(QdrantClient qdrant) {
        this.qdrant = qdrant;
    }

    static TestClient to(int port) {
        return to("127.0.0.1", port, false, Optional.empty());
    }

    static TestClient to(String host, int port, boolean tls, Optional<String> apiKey) {
        var builder = QdrantGrpcClient.newBuilder(host, port, tls, false).withTimeout(LIMIT);
        apiKey.ifPresent(builder::withApiKey);
        return new TestClient(new QdrantClient(builder.build()));
    }

    static <T> T await(ListenableFuture<T> answer) {
        try {
            return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StatusRuntimeException refused) {
                throw refused;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** The refusal a call ends with. */
    static Status refusal(ListenableFuture<?> answer) {
        try {
            Object unexpected = await(answer);
            throw new AssertionError("not refused but answered: " + unexpected);
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    void create(String collection, int size, Distance distance) {
        await(
                qdrant.createCollectionAsync(
                        collection,
                        VectorParams.newBuilder().setSize(size).setDistance(distance).build()));
    }

    void upsert(String collection, PointStruct... points) {
        await(qdrant.upsertAsync(collection, List.of(points)));
    }

    void upsertWithoutWaiting(String collection, List<PointStruct> points) {
        await(
                qdrant.upsertAsync(
                        UpsertPoints.newBuilder()
                                .setCollectionName(collection)
                                .setWait(false)
                                .addAllPoints(points)
                                .build()));
    }

    long count(String collection) {
        return await(qdrant.countAsync(collection));
    }

    long count(String collection, Condition... must) {
        return await(qdrant.countAsync(collection, filter(must), true));
    }

    static Filter filter(Condition... must) {
        return Filter.newBuilder().addAllMust(List.of(must)).build();
    }

    static PointStruct point(long number, Map<String, Value> payload, float... vector) {
        return PointStruct.newBuilder()
                .setId(id(number))
                .setVectors(vectors(vector))
                .putAllPayload(payload)
                .build();
    }

    static PointStruct point(long number, float... vector) {
        return point(number, Map.of(), vector);
    }

    @Override
    public void close() {
        qdrant.close();
    }
}
