package dev.skerry.local.vectors.service;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** At most so many calls at a time; the next one is told to come again instead of queueing. */
public final class CallLimit implements ServerInterceptor {
    private final Semaphore free;
    private final int most;

    public CallLimit(int most) {
        this.free = new Semaphore(most);
        this.most = most;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!free.tryAcquire()) {
            call.close(
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            most + " calls are going on; try again later"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        var once = new AtomicBoolean();
        Runnable release =
                () -> {
                    if (once.compareAndSet(false, true)) {
                        free.release();
                    }
                };
        ServerCall.Listener<Q> listener;
        try {
            listener = next.startCall(call, headers);
        } catch (RuntimeException e) {
            release.run();
            throw e;
        }
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onComplete() {
                release.run();
                super.onComplete();
            }

            @Override
            public void onCancel() {
                release.run();
                super.onCancel();
            }
        };
    }
}
