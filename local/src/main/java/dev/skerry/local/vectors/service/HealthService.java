package dev.skerry.local.vectors.service;

import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.QdrantGrpc;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckReply;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckRequest;

/** Qdrant's own health check, which also says that this is not Qdrant. */
public final class HealthService extends QdrantGrpc.QdrantImplBase {
    /** The version of Qdrant whose protocol this store speaks. */
    static final String PROTOCOL_VERSION = "1.18.3";

    @Override
    public void healthCheck(HealthCheckRequest request, StreamObserver<HealthCheckReply> to) {
        Answers.send(
                to,
                () ->
                        HealthCheckReply.newBuilder()
                                .setTitle(
                                        "skerry local vector store (speaks Qdrant's gRPC, is not Qdrant)")
                                .setVersion(PROTOCOL_VERSION)
                                .build());
    }
}
