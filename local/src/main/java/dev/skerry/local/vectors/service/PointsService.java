package dev.skerry.local.vectors.service;

import dev.skerry.local.vectors.collection.CollectionStore;
import dev.skerry.local.vectors.point.EncodedPayload;
import dev.skerry.local.vectors.point.Rejection;
import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.Points.BatchResult;
import io.qdrant.client.grpc.Points.ClearPayloadPoints;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.CountResponse;
import io.qdrant.client.grpc.Points.CountResult;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.DeleteFieldIndexCollection;
import io.qdrant.client.grpc.Points.DeletePayloadPoints;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.GetResponse;
import io.qdrant.client.grpc.Points.PointsOperationResponse;
import io.qdrant.client.grpc.Points.QueryBatchPoints;
import io.qdrant.client.grpc.Points.QueryBatchResponse;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.QueryResponse;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.Points.SearchBatchPoints;
import io.qdrant.client.grpc.Points.SearchBatchResponse;
import io.qdrant.client.grpc.Points.SearchPoints;
import io.qdrant.client.grpc.Points.SearchResponse;
import io.qdrant.client.grpc.Points.SetPayloadPoints;
import io.qdrant.client.grpc.Points.UpdatePointVectors;
import io.qdrant.client.grpc.Points.UpdateResult;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.PointsGrpc;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Qdrant's {@code Points}, as far as this store goes; what it does not offer answers UNIMPLEMENTED.
 */
public final class PointsService extends PointsGrpc.PointsImplBase {
    private static final int MAX_BATCH = 1000;

    private final CollectionStore store;
    private final PointReads reads;
    private final PointWrites writes;

    public PointsService(CollectionStore store) {
        this.store = store;
        this.reads = new PointReads(store);
        this.writes = new PointWrites(store);
    }

    @Override
    public void upsert(UpsertPoints request, StreamObserver<PointsOperationResponse> to) {
        written(to, request.getWait(), () -> writes.upsert(request));
    }

    @Override
    public void updateVectors(
            UpdatePointVectors request, StreamObserver<PointsOperationResponse> to) {
        written(
                to,
                request.getWait(),
                () ->
                        writes.updateVectors(
                                request.getCollectionName(),
                                request.getWait(),
                                request.getPointsList(),
                                request.hasUpdateFilter()
                                        ? Optional.of(request.getUpdateFilter())
                                        : Optional.empty()));
    }

    @Override
    public void delete(DeletePoints request, StreamObserver<PointsOperationResponse> to) {
        written(
                to,
                request.getWait(),
                () ->
                        writes.delete(
                                request.getCollectionName(),
                                request.getWait(),
                                request.getPoints()));
    }

    @Override
    public void setPayload(SetPayloadPoints request, StreamObserver<PointsOperationResponse> to) {
        written(
                to,
                request.getWait(),
                () ->
                        writes.describe(
                                request.getCollectionName(),
                                request.getWait(),
                                request.getPointsSelector(),
                                PayloadEdits.merge(request.getPayloadMap(), request.getKey())));
    }

    @Override
    public void overwritePayload(
            SetPayloadPoints request, StreamObserver<PointsOperationResponse> to) {
        written(
                to,
                request.getWait(),
                () -> {
                    EncodedPayload payload =
                            PayloadEdits.whole(request.getPayloadMap(), request.getKey());
                    return writes.describe(
                            request.getCollectionName(),
                            request.getWait(),
                            request.getPointsSelector(),
                            old -> payload);
                });
    }

    @Override
    public void deletePayload(
            DeletePayloadPoints request, StreamObserver<PointsOperationResponse> to) {
        written(
                to,
                request.getWait(),
                () ->
                        writes.describe(
                                request.getCollectionName(),
                                request.getWait(),
                                request.getPointsSelector(),
                                PayloadEdits.without(request.getKeysList())));
    }

    @Override
    public void clearPayload(
            ClearPayloadPoints request, StreamObserver<PointsOperationResponse> to) {
        written(
                to,
                request.getWait(),
                () ->
                        writes.describe(
                                request.getCollectionName(),
                                request.getWait(),
                                request.getPoints(),
                                old -> EncodedPayload.EMPTY));
    }

    @Override
    public void createFieldIndex(
            CreateFieldIndexCollection request, StreamObserver<PointsOperationResponse> to) {
        written(
                to,
                request.getWait(),
                () -> {
                    store.get(request.getCollectionName())
                            .createIndex(request.getFieldName(), FieldIndexes.of(request));
                    return 0;
                });
    }

    @Override
    public void deleteFieldIndex(
            DeleteFieldIndexCollection request, StreamObserver<PointsOperationResponse> to) {
        written(
                to,
                request.getWait(),
                () -> {
                    store.get(request.getCollectionName()).deleteIndex(request.getFieldName());
                    return 0;
                });
    }

    @Override
    public void get(GetPoints request, StreamObserver<GetResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () -> reads.get(request).toBuilder().setTime(Answers.secondsSince(start)).build());
    }

    @Override
    public void scroll(ScrollPoints request, StreamObserver<ScrollResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () ->
                        reads.scroll(request).toBuilder()
                                .setTime(Answers.secondsSince(start))
                                .build());
    }

    @Override
    public void count(CountPoints request, StreamObserver<CountResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () ->
                        CountResponse.newBuilder()
                                .setResult(CountResult.newBuilder().setCount(reads.count(request)))
                                .setTime(Answers.secondsSince(start))
                                .build());
    }

    @Override
    public void search(SearchPoints request, StreamObserver<SearchResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () ->
                        SearchResponse.newBuilder()
                                .addAllResult(reads.search(request))
                                .setTime(Answers.secondsSince(start))
                                .build());
    }

    @Override
    public void searchBatch(SearchBatchPoints request, StreamObserver<SearchBatchResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () -> {
                    checkBatch(request.getSearchPointsCount());
                    var all = SearchBatchResponse.newBuilder();
                    for (SearchPoints one : request.getSearchPointsList()) {
                        SearchPoints here =
                                one.toBuilder()
                                        .setCollectionName(request.getCollectionName())
                                        .build();
                        all.addResult(BatchResult.newBuilder().addAllResult(reads.search(here)));
                    }
                    return all.setTime(Answers.secondsSince(start)).build();
                });
    }

    @Override
    public void query(QueryPoints request, StreamObserver<QueryResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () ->
                        QueryResponse.newBuilder()
                                .addAllResult(reads.query(request))
                                .setTime(Answers.secondsSince(start))
                                .build());
    }

    @Override
    public void queryBatch(QueryBatchPoints request, StreamObserver<QueryBatchResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () -> {
                    checkBatch(request.getQueryPointsCount());
                    var all = QueryBatchResponse.newBuilder();
                    for (QueryPoints one : request.getQueryPointsList()) {
                        QueryPoints here =
                                one.toBuilder()
                                        .setCollectionName(request.getCollectionName())
                                        .build();
                        all.addResult(BatchResult.newBuilder().addAllResult(reads.query(here)));
                    }
                    return all.setTime(Answers.secondsSince(start)).build();
                });
    }

    private static void checkBatch(int size) {
        if (size > MAX_BATCH) {
            throw Rejection.exhausted(
                    "a batch holds at most " + MAX_BATCH + " queries, this one has " + size);
        }
    }

    /**
     * A write that was waited for is complete and on disk; another is acknowledged and soon there.
     */
    private static void written(
            StreamObserver<PointsOperationResponse> to, boolean wait, LongSupplier work) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () -> {
                    long operation = work.getAsLong();
                    var result =
                            UpdateResult.newBuilder()
                                    .setOperationId(operation)
                                    .setStatus(
                                            wait
                                                    ? UpdateStatus.Completed
                                                    : UpdateStatus.Acknowledged);
                    return PointsOperationResponse.newBuilder()
                            .setResult(result)
                            .setTime(Answers.secondsSince(start))
                            .build();
                });
    }
}
