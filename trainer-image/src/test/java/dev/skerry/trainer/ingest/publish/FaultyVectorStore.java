package dev.skerry.trainer.ingest.publish;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.CountResponse;
import io.qdrant.client.grpc.Points.CountResult;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsOperationResponse;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.PointsGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store on the client's own service stubs that keeps points in memory and fails when a test says
 * so.
 */
public final class FaultyVectorStore implements AutoCloseable {

    /** What becomes of a call instead of success. */
    public sealed interface Fault {
        /** Fails and does nothing. */
        record Fails(Status.Code code, String said) implements Fault {
            public Fails(Status.Code code) {
                this(code, WORDS);
            }
        }

        /** Does it, then fails: the answer was lost. */
        record DoesAndFails(Status.Code code) implements Fault {}

        /** Never answers. */
        record Hangs() implements Fault {}
    }

    private static final String WORDS = "as the test wants";
    private static final Context.Key<String> KEY = Context.key("api-key");

    public final Map<String, PointStruct> points = new ConcurrentHashMap<>();
    public final Queue<Fault> upsertFaults = new ConcurrentLinkedQueue<>();
    final Queue<Fault> indexFaults = new ConcurrentLinkedQueue<>();
    final List<CreateFieldIndexCollection> indexes = new CopyOnWriteArrayList<>();
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();
    public final AtomicInteger upserts = new AtomicInteger();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    volatile int forgets;

    private final Server server;

    public FaultyVectorStore() throws IOException {
        this.server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(new Service())
                        .intercept(new KeyReader())
                        .build()
                        .start();
    }

    public VectorStoreAddress address() {
        return new VectorStoreAddress("127.0.0.1", server.getPort(), false, Optional.of("the-key"));
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class KeyReader implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            var key = headers.get(Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER));
            return Contexts.interceptCall(
                    Context.current().withValue(KEY, key == null ? "" : key), call, headers, next);
        }
    }

    private final class Service extends PointsGrpc.PointsImplBase {
        @Override
        public void createFieldIndex(
                CreateFieldIndexCollection request,
                StreamObserver<PointsOperationResponse> answer) {
            answer(
                    indexFaults.poll(),
                    () -> indexes.add(request),
                    PointsOperationResponse.getDefaultInstance(),
                    answer);
        }

        @Override
        public void upsert(UpsertPoints request, StreamObserver<PointsOperationResponse> answer) {
            upserts.incrementAndGet();
            keys.add(KEY.get());
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                answer(
                        upsertFaults.poll(),
                        () -> apply(request),
                        PointsOperationResponse.getDefaultInstance(),
                        answer);
            } finally {
                atOnce.decrementAndGet();
            }
        }

        @Override
        public void count(CountPoints request, StreamObserver<CountResponse> answer) {
            var condition = request.getFilter().getMust(0).getField();
            long found =
                    points.values().stream()
                            .map(p -> p.getPayloadMap().get(condition.getKey()))
                            .filter(
                                    v ->
                                            v.getStringValue()
                                                    .equals(condition.getMatch().getKeyword()))
                            .count();
            answer.onNext(
                    CountResponse.newBuilder()
                            .setResult(CountResult.newBuilder().setCount(found - forgets))
                            .build());
            answer.onCompleted();
        }

        private void apply(UpsertPoints request) {
            batches.add(request.getPointsCount());
            for (var point : request.getPointsList()) {
                points.put(point.getId().getUuid(), point);
            }
        }

        private <A> void answer(Fault fault, Runnable work, A result, StreamObserver<A> answer) {
            switch (fault) {
                case null -> {
                    work.run();
                    answer.onNext(result);
                    answer.onCompleted();
                }
                case Fault.Fails f -> answer.onError(status(f.code(), f.said()));
                case Fault.DoesAndFails f -> {
                    work.run();
                    answer.onError(status(f.code(), WORDS));
                }
                case Fault.Hangs h -> {}
            }
        }

        private static RuntimeException status(Status.Code code, String said) {
            return code.toStatus().withDescription(said).asRuntimeException();
        }
    }
}
