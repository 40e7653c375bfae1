package dev.skerry.local.vectors.service;

import dev.skerry.local.vectors.collection.CollectionMeta;
import dev.skerry.local.vectors.collection.CollectionStore;
import dev.skerry.local.vectors.collection.PointTable;
import dev.skerry.local.vectors.collection.VectorCollection;
import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionDescription;
import io.qdrant.client.grpc.Collections.CollectionExists;
import io.qdrant.client.grpc.Collections.CollectionExistsRequest;
import io.qdrant.client.grpc.Collections.CollectionExistsResponse;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionOperationResponse;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.CollectionStatus;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.GetCollectionInfoResponse;
import io.qdrant.client.grpc.Collections.ListCollectionsRequest;
import io.qdrant.client.grpc.Collections.ListCollectionsResponse;
import io.qdrant.client.grpc.Collections.OptimizerStatus;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.CollectionsGrpc;

/** Qdrant's {@code Collections}: create, get, list, exists, update, delete. */
public final class CollectionsService extends CollectionsGrpc.CollectionsImplBase {
    private final CollectionStore store;

    public CollectionsService(CollectionStore store) {
        this.store = store;
    }

    @Override
    public void create(CreateCollection request, StreamObserver<CollectionOperationResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () -> {
                    store.create(request);
                    return done(true, start);
                });
    }

    @Override
    public void delete(DeleteCollection request, StreamObserver<CollectionOperationResponse> to) {
        long start = System.nanoTime();
        Answers.send(to, () -> done(store.delete(request.getCollectionName()), start));
    }

    @Override
    public void update(UpdateCollection request, StreamObserver<CollectionOperationResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () -> {
                    store.get(request.getCollectionName()).update(request);
                    return done(true, start);
                });
    }

    @Override
    public void collectionExists(
            CollectionExistsRequest request, StreamObserver<CollectionExistsResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () ->
                        CollectionExistsResponse.newBuilder()
                                .setResult(
                                        CollectionExists.newBuilder()
                                                .setExists(
                                                        store.exists(request.getCollectionName())))
                                .setTime(Answers.secondsSince(start))
                                .build());
    }

    @Override
    public void list(ListCollectionsRequest request, StreamObserver<ListCollectionsResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () -> {
                    var all = ListCollectionsResponse.newBuilder();
                    store.names()
                            .forEach(
                                    name ->
                                            all.addCollections(
                                                    CollectionDescription.newBuilder()
                                                            .setName(name)));
                    return all.setTime(Answers.secondsSince(start)).build();
                });
    }

    @Override
    public void get(
            GetCollectionInfoRequest request, StreamObserver<GetCollectionInfoResponse> to) {
        long start = System.nanoTime();
        Answers.send(
                to,
                () ->
                        GetCollectionInfoResponse.newBuilder()
                                .setResult(info(store.get(request.getCollectionName())))
                                .setTime(Answers.secondsSince(start))
                                .build());
    }

    private static CollectionInfo info(VectorCollection collection) {
        CollectionMeta meta = collection.meta();
        CreateCollection settings = meta.request();
        var params =
                CollectionParams.newBuilder()
                        .setShardNumber(1)
                        .setReplicationFactor(1)
                        .setWriteConsistencyFactor(1)
                        .setOnDiskPayload(settings.getOnDiskPayload())
                        .setVectorsConfig(settings.getVectorsConfig());
        var config =
                CollectionConfig.newBuilder()
                        .setParams(params)
                        .setHnswConfig(settings.getHnswConfig())
                        .setOptimizerConfig(settings.getOptimizersConfig())
                        .setWalConfig(settings.getWalConfig())
                        .putAllMetadata(settings.getMetadataMap());
        if (settings.hasStrictModeConfig()) {
            config.setStrictModeConfig(settings.getStrictModeConfig());
        }
        return CollectionInfo.newBuilder()
                .setStatus(CollectionStatus.Green)
                .setOptimizerStatus(OptimizerStatus.newBuilder().setOk(true))
                .setSegmentsCount(1)
                .setPointsCount(collection.read(PointTable::size))
                .setIndexedVectorsCount(0)
                .setConfig(config)
                .putAllPayloadSchema(meta.schema())
                .build();
    }

    private static CollectionOperationResponse done(boolean result, long start) {
        return CollectionOperationResponse.newBuilder()
                .setResult(result)
                .setTime(Answers.secondsSince(start))
                .build();
    }
}
