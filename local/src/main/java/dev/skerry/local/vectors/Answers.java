package dev.skerry.local.vectors;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
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
        } catch (StatusRuntimeException e) {
            to.onError(e);
            return;
        } catch (RuntimeException e) {
            LOG.error("vectors.call.failed", e);
            to.onError(
                    Status.INTERNAL
                            .withDescription("Service internal error; the log has more")
                            .asRuntimeException());
            return;
        }
        to.onNext(answer);
        to.onCompleted();
    }
}
