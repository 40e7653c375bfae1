package dev.skerry.operator.vectors;

import static io.qdrant.client.ConditionFactory.matchKeyword;

import com.google.common.util.concurrent.ListenableFuture;
import dev.skerry.operator.OperatorConfig;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Common.Filter;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Collections of the vector store as the operator sees them. Every call has a limit; every fault is
 * a value.
 */
@Startup
@ApplicationScoped
public class Collections {
    private final QdrantClient client;
    private final Duration timeout;

    Collections(OperatorConfig config) {
        var url = config.vectors().url();
        boolean tls = "https".equals(url.getScheme());
        if (url.getHost() == null) {
            throw new IllegalArgumentException(
                    "skerry.vectors.url: \""
                            + url
                            + "\" names no host; give one such as http://qdrant:6334");
        }
        int port = url.getPort() < 0 ? 6334 : url.getPort();
        var channel = QdrantGrpcClient.newBuilder(url.getHost(), port, tls, false);
        config.vectors().apiKey().ifPresent(channel::withApiKey);
        timeout = config.vectors().timeout();
        client = new QdrantClient(channel.withTimeout(timeout).build());
    }

    /**
     * @param keepRunId the run whose points are the truth; empty where there is none yet
     */
    public CollectionState state(
            String collection, String namespace, String job, Optional<String> keepRunId) {
        try {
            if (!await(client.collectionExistsAsync(collection, timeout)))
                return new CollectionState.Missing();
            var config =
                    await(client.getCollectionInfoAsync(collection, timeout))
                            .getConfig()
                            .getParams()
                            .getVectorsConfig();
            int dimensions = (int) config.getParams().getSize();
            long stale =
                    keepRunId.isEmpty()
                            ? 0
                            : await(
                                    client.countAsync(
                                            collection,
                                            stale(namespace, job, keepRunId.get()),
                                            true,
                                            timeout));
            return new CollectionState.Ready(dimensions, stale);
        } catch (StatusRuntimeException e) {
            return fault(e);
        }
    }

    /** Empty where it is there now. */
    public Optional<CollectionState> ensure(String collection, int dimensions) {
        try {
            var params =
                    VectorParams.newBuilder()
                            .setSize(dimensions)
                            .setDistance(Distance.Cosine)
                            .build();
            await(client.createCollectionAsync(collection, params, timeout));
            return Optional.empty();
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.ALREADY_EXISTS
                    ? Optional.empty()
                    : Optional.of(fault(e));
        }
    }

    /**
     * Removes the job's points that do not belong to {@code keepRunId}; empty where that was done.
     */
    public Optional<CollectionState> deleteStale(
            String collection, String namespace, String job, String keepRunId) {
        return delete(collection, stale(namespace, job, keepRunId));
    }

    /** Removes all points of the job; empty where that was done. */
    public Optional<CollectionState> deleteAll(String collection, String namespace, String job) {
        return delete(collection, of(namespace, job).build());
    }

    private Optional<CollectionState> delete(String collection, Filter filter) {
        try {
            await(client.deleteAsync(collection, filter, timeout));
            return Optional.empty();
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.NOT_FOUND
                    ? Optional.empty()
                    : Optional.of(fault(e));
        }
    }

    private static Filter stale(String namespace, String job, String keepRunId) {
        return of(namespace, job).addMustNot(matchKeyword("run_id", keepRunId)).build();
    }

    private static Filter.Builder of(String namespace, String job) {
        return Filter.newBuilder()
                .addMust(matchKeyword("namespace", namespace))
                .addMust(matchKeyword("job", job));
    }

    private <T> T await(ListenableFuture<T> call) {
        try {
            return call.get(timeout.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StatusRuntimeException status) throw status;
            throw Status.UNKNOWN.withDescription(String.valueOf(e.getCause())).asRuntimeException();
        } catch (TimeoutException e) {
            call.cancel(true);
            throw Status.DEADLINE_EXCEEDED
                    .withDescription("no answer in " + timeout.toSeconds() + " s")
                    .asRuntimeException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.asRuntimeException();
        }
    }

    private static CollectionState fault(StatusRuntimeException e) {
        var message =
                "the vector store answered "
                        + e.getStatus().getCode()
                        + (e.getStatus().getDescription() == null
                                ? ""
                                : ": " + e.getStatus().getDescription());
        return switch (e.getStatus().getCode()) {
            case UNAUTHENTICATED,
                    PERMISSION_DENIED,
                    INVALID_ARGUMENT,
                    FAILED_PRECONDITION,
                    UNIMPLEMENTED ->
                    new CollectionState.Refused(message);
            default -> new CollectionState.Away(message);
        };
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
