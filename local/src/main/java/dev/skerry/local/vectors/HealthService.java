package dev.skerry.local.vectors;

import grpc.health.v1.HealthCheck.HealthCheckResponse;
import grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.QdrantGrpc;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckReply;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckRequest;

/** Qdrant's own health check, which also says that this is not Qdrant. */
final class HealthService extends QdrantGrpc.QdrantImplBase {
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

    /** The check that gRPC tools ask: serving from the first call on. */
    static final class Standard extends HealthGrpc.HealthImplBase {
        @Override
        public void check(
                grpc.health.v1.HealthCheck.HealthCheckRequest request,
                StreamObserver<HealthCheckResponse> to) {
            Answers.send(
                    to,
                    () ->
                            HealthCheckResponse.newBuilder()
                                    .setStatus(HealthCheckResponse.ServingStatus.SERVING)
                                    .build());
        }
    }
}
