package dev.skerry.local.vectors;

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
import io.qdrant.client.grpc.CollectionsGrpc;

/** Qdrant's {@code Collections}: create, get, list, exists, delete. */
final class CollectionsService extends CollectionsGrpc.CollectionsImplBase {
    private final VectorDatabase database;

    CollectionsService(VectorDatabase database) {
        this.database = database;
    }

    @Override
    public void create(CreateCollection request, StreamObserver<CollectionOperationResponse> to) {
        Answers.send(
                to,
                () -> {
                    database.create(request);
                    return CollectionOperationResponse.newBuilder().setResult(true).build();
                });
    }

    @Override
    public void delete(DeleteCollection request, StreamObserver<CollectionOperationResponse> to) {
        Answers.send(
                to,
                () ->
                        CollectionOperationResponse.newBuilder()
                                .setResult(database.delete(request.getCollectionName()))
                                .build());
    }

    @Override
    public void collectionExists(
            CollectionExistsRequest request, StreamObserver<CollectionExistsResponse> to) {
        Answers.send(
                to,
                () ->
                        CollectionExistsResponse.newBuilder()
                                .setResult(
                                        CollectionExists.newBuilder()
                                                .setExists(
                                                        database.exists(
                                                                request.getCollectionName())))
                                .build());
    }

    @Override
    public void list(ListCollectionsRequest request, StreamObserver<ListCollectionsResponse> to) {
        Answers.send(
                to,
                () -> {
                    var all = ListCollectionsResponse.newBuilder();
                    for (var name : database.names()) {
                        all.addCollections(CollectionDescription.newBuilder().setName(name));
                    }
                    return all.build();
                });
    }

    @Override
    public void get(
            GetCollectionInfoRequest request, StreamObserver<GetCollectionInfoResponse> to) {
        Answers.send(
                to,
                () ->
                        database.read(
                                request.getCollectionName(),
                                it ->
                                        GetCollectionInfoResponse.newBuilder()
                                                .setResult(info(it))
                                                .build()));
    }

    private static CollectionInfo info(VectorCollection collection) {
        var params =
                CollectionParams.newBuilder()
                        .setShardNumber(1)
                        .setReplicationFactor(1)
                        .setWriteConsistencyFactor(1)
                        .setVectorsConfig(collection.settings().getVectorsConfig());
        return CollectionInfo.newBuilder()
                .setStatus(CollectionStatus.Green)
                .setOptimizerStatus(OptimizerStatus.newBuilder().setOk(true))
                .setSegmentsCount(1)
                .setPointsCount(collection.size())
                .setConfig(CollectionConfig.newBuilder().setParams(params))
                .putAllPayloadSchema(collection.schema())
                .build();
    }
}
