package dev.skerry.local.vectors;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Names the real Qdrant to callers of what this store does not offer. */
final class Unoffered implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        super.close(named(status, call), trailers);
                    }
                },
                headers);
    }

    private static Status named(Status status, ServerCall<?, ?> call) {
        boolean ours = String.valueOf(status.getDescription()).contains("real Qdrant");
        if (status.getCode() != Status.Code.UNIMPLEMENTED || ours) {
            return status;
        }
        var method = call.getMethodDescriptor().getFullMethodName();
        return status.withDescription(Rejection.unsupported(method).getMessage());
    }
}
