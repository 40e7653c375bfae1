package dev.skerry.tests.faults;

import static io.qdrant.client.ConditionFactory.matchKeyword;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.VectorsFactory;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** A job's points as the vector store holds them. */
final class StoredPoints {
    private static final UUID NAMESPACE = UUID.fromString("a601f20b-5d2c-54fc-a29e-99d129ff721d");
    private static final int PAGE = 1000;
    private static final int DIMENSIONS = 64;
    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

    private final QdrantClient client;
    private final Subject subject;

    StoredPoints(QdrantClient client, Subject subject) {
        this.client = client;
        this.subject = subject;
    }

    List<RetrievedPoint> all() {
        var points = new ArrayList<RetrievedPoint>();
        var page =
                ScrollPoints.newBuilder()
                        .setCollectionName(subject.collection())
                        .setFilter(ofTheJob())
                        .setLimit(PAGE)
                        .setWithPayload(WithPayloadSelectorFactory.enable(true));
        while (true) {
            var answer = await(() -> client.scrollAsync(page.build()));
            points.addAll(answer.getResultList());
            if (!answer.hasNextPageOffset()) return points;
            page.setOffset(answer.getNextPageOffset());
        }
    }

    /** Makes the collection, as an earlier run would have left it, with points of that run. */
    void prepare(String runId, List<String> paths) {
        var vectors =
                VectorParams.newBuilder().setSize(DIMENSIONS).setDistance(Distance.Cosine).build();
        await(() -> client.createCollectionAsync(subject.collection(), vectors));
        for (var path : paths) plant(path, runId);
    }

    void deleteCollection() {
        await(() -> client.deleteCollectionAsync(subject.collection()));
    }

    void delete(UUID id) {
        await(() -> client.deleteAsync(subject.collection(), List.of(PointIdFactory.id(id))));
    }

    /** A point of the job as an earlier run would have left it. */
    void plant(String path, String runId) {
        var vector = new ArrayList<>(java.util.Collections.nCopies(DIMENSIONS, 0f));
        vector.set(0, 1f);
        await(
                () ->
                        client.upsertAsync(
                                subject.collection(),
                                List.of(
                                        PointStruct.newBuilder()
                                                .setId(PointIdFactory.id(id(path, runId)))
                                                .setVectors(VectorsFactory.vectors(vector))
                                                .putPayload(
                                                        "namespace",
                                                        ValueFactory.value(subject.namespace()))
                                                .putPayload(
                                                        "job", ValueFactory.value(subject.name()))
                                                .putPayload("file_path", ValueFactory.value(path))
                                                .putPayload("run_id", ValueFactory.value(runId))
                                                .build())));
    }

    /** UUIDv5 of what the contract says, by RFC 9562. */
    UUID id(String path, String runId) {
        var name = String.join("\0", subject.namespace(), subject.url(), path, runId);
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(
                    ByteBuffer.allocate(16)
                            .putLong(NAMESPACE.getMostSignificantBits())
                            .putLong(NAMESPACE.getLeastSignificantBits())
                            .array());
            var hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
            return new UUID(
                    (hash.getLong() & ~0xF000L) | 0x5000L,
                    (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Filter ofTheJob() {
        return Filter.newBuilder()
                .addMust(matchKeyword("namespace", subject.namespace()))
                .addMust(matchKeyword("job", subject.name()))
                .build();
    }

    /** The store may have been killed a moment ago: it is asked until it is back. */
    private static <T> T await(Supplier<ListenableFuture<T>> call) {
        return Awaitility.await("an answer of the vector store")
                .atMost(BACK_WITHIN)
                .ignoreExceptionsMatching(StoredPoints::isAway)
                .until(() -> Optional.ofNullable(answer(call.get())), Optional::isPresent)
                .orElseThrow();
    }

    private static <T> T answer(ListenableFuture<T> call) throws Exception {
        try {
            return call.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StatusRuntimeException status) throw status;
            throw e;
        }
    }

    private static boolean isAway(Throwable e) {
        return e instanceof StatusRuntimeException status
                && status.getStatus().getCode() == Status.Code.UNAVAILABLE;
    }
}
