package dev.skerry.local.vectors.service;

import grpc.health.v1.HealthCheck.HealthCheckRequest;
import grpc.health.v1.HealthCheck.HealthCheckResponse;
import grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;

/**
 * The health check that gRPC tools ask: serving from the first call on, as all data is read before
 * the port opens.
 */
public final class StandardHealthService extends HealthGrpc.HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> to) {
        Answers.send(
                to,
                () ->
                        HealthCheckResponse.newBuilder()
                                .setStatus(HealthCheckResponse.ServingStatus.SERVING)
                                .build());
    }
}
