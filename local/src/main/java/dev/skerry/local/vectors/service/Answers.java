package dev.skerry.local.vectors.service;

import dev.skerry.local.vectors.point.Rejection;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what a call makes, or why it makes nothing. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    static <T> void send(StreamObserver<T> to, Supplier<T> work) {
        T answer;
        try {
            answer = work.get();
        } catch (Rejection e) {
            to.onError(status(e.kind()).withDescription(e.getMessage()).asRuntimeException());
            return;
        } catch (RuntimeException e) {
            LOG.error("vectors.call.failed", e);
            to.onError(
                    Status.INTERNAL
                            .withDescription(
                                    "Service internal error: "
                                            + e.getClass().getSimpleName()
                                            + "; the log has more")
                            .asRuntimeException());
            return;
        }
        to.onNext(answer);
        to.onCompleted();
    }

    static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private static Status status(Rejection.Kind kind) {
        return switch (kind) {
            case BAD_INPUT -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case ALREADY_EXISTS -> Status.ALREADY_EXISTS;
            case UNSUPPORTED -> Status.UNIMPLEMENTED;
            case EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case DAMAGED -> Status.INTERNAL;
        };
    }
}
