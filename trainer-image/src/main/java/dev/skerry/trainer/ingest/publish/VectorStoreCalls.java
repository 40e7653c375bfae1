package dev.skerry.trainer.ingest.publish;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.qdrant.client.grpc.PointsGrpc;
import io.qdrant.client.grpc.PointsGrpc.PointsBlockingStub;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A connection to a vector store. Every call has a deadline; transient failures, and only these,
 * are tried again after growing, jittered pauses. Thread-safe.
 */
public final class VectorStoreCalls implements AutoCloseable {

    private static final Set<Status.Code> TRANSIENT =
            Set.of(
                    Status.Code.UNAVAILABLE,
                    Status.Code.DEADLINE_EXCEEDED,
                    Status.Code.RESOURCE_EXHAUSTED,
                    Status.Code.ABORTED,
                    Status.Code.CANCELLED,
                    Status.Code.INTERNAL,
                    Status.Code.UNKNOWN,
                    Status.Code.DATA_LOSS);

    /** A server has no code of its own for it. */
    private static final Pattern FULL = Pattern.compile("(?i)no space left|disk quota exceeded");

    private static final Metadata.Key<String> API_KEY =
            Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER);

    private final VectorStoreAddress address;
    private final Patience patience;
    private final ManagedChannel channel;
    private final PointsBlockingStub stub;

    /**
     * How long to wait.
     *
     * @param deadline for one call
     * @param retries after the first try
     * @param firstPause doubled each time; the pause is drawn from half of it to all of it
     */
    public record Patience(Duration deadline, int retries, Duration firstPause) {

        public static final Patience DEFAULT =
                new Patience(Duration.ofSeconds(30), 3, Duration.ofSeconds(1));
    }

    public VectorStoreCalls(VectorStoreAddress address, Patience patience) {
        this.address = address;
        this.patience = patience;
        var builder = NettyChannelBuilder.forAddress(address.host(), address.port());
        if (!address.tls()) {
            builder.usePlaintext();
        }
        this.channel = builder.disableRetry().intercept(keyOf(address)).build();
        this.stub = PointsGrpc.newBlockingStub(channel);
    }

    /**
     * Makes a call.
     *
     * @param what is done where, such as {@code collection demo.code: upsert}
     */
    <T> T call(String what, Function<PointsBlockingStub, T> call) throws VectorStoreException {
        for (int retry = 0; ; retry++) {
            try {
                return call.apply(
                        stub.withDeadlineAfter(
                                patience.deadline().toMillis(), TimeUnit.MILLISECONDS));
            } catch (StatusRuntimeException e) {
                boolean again =
                        TRANSIENT.contains(e.getStatus().getCode())
                                && retry < patience.retries()
                                && !Thread.currentThread().isInterrupted();
                if (!again || !pause(retry)) {
                    throw failure(what, e);
                }
            }
        }
    }

    /** False where the thread was interrupted. */
    private boolean pause(int retry) {
        long most = patience.firstPause().toMillis() << retry;
        try {
            Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private VectorStoreException failure(String what, StatusRuntimeException e) {
        var status = e.getStatus();
        var said =
                status.getDescription() == null
                        ? status.getCode().toString()
                        : status.getCode() + ": " + status.getDescription();
        if (FULL.matcher(said).find()) {
            return new VectorStoreException.Unavailable(
                    "%s: the disk of the vector store at %s is full (%s); free space there"
                            .formatted(what, address, said),
                    e);
        }
        if (TRANSIENT.contains(status.getCode())) {
            return new VectorStoreException.Unavailable(
                    "%s: the vector store at %s is away (%s); it is worth trying again, check the server and QDRANT_URL if it stays so"
                            .formatted(what, address, said),
                    e);
        }
        return switch (status.getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                    new VectorStoreException.Refused(
                            "%s: the vector store at %s refused the key (%s); check QDRANT_API_KEY"
                                    .formatted(what, address, said),
                            e);
            case NOT_FOUND ->
                    new VectorStoreException.NoCollection(
                            "%s: does not exist at %s (%s); was it removed while the job ran?"
                                    .formatted(what, address, said),
                            e);
            default ->
                    new VectorStoreException.Rejected(
                            "%s: the vector store at %s rejects it (%s); compare the collection's vectors with spec.embedding.dimensions"
                                    .formatted(what, address, said),
                            e);
        };
    }

    private static ClientInterceptor keyOf(VectorStoreAddress address) {
        return new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                    @Override
                    public void start(Listener<A> listener, Metadata headers) {
                        address.apiKey().ifPresent(key -> headers.put(API_KEY, key));
                        super.start(listener, headers);
                    }
                };
            }
        };
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
