package dev.skerry.operator.vectors;

import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ConditionFactory.matchKeywords;

import com.google.common.util.concurrent.ListenableFuture;
import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.storage.RecentAnswers;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
public class VectorCollections {
    private static final Duration READY_LASTS = Duration.ofSeconds(10);
    private static final int MOST_RUNS = 50;
    private static final Duration FAULT_LASTS = Duration.ofSeconds(5);

    private final QdrantClient client;
    private final Duration timeout;
    private final RecentAnswers<CollectionState> shapes;

    VectorCollections(OperatorConfig config) {
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
        shapes = new RecentAnswers<>(this::ask, VectorCollections::lasts);
    }

    /**
     * As it was at most ten seconds ago; whose points are there is asked now.
     *
     * @param job name of the asking job
     * @param keep run whose points are not asked about
     */
    public CollectionState state(
            String collection, String namespace, String job, Optional<String> keep) {
        var shape = shapes.of(collection);
        if (!(shape instanceof CollectionState.Ready ready)) return shape;
        try {
            return new CollectionState.Ready(
                    ready.dimensions(), others(collection, namespace, job, keep));
        } catch (StatusRuntimeException e) {
            shapes.forget(collection);
            return fault(e);
        }
    }

    /**
     * Looks for one point of a run that is not known yet, again and again: as many calls as there
     * are runs and one more, so usually one.
     */
    private List<StoredRun> others(
            String collection, String namespace, String job, Optional<String> keep) {
        var found = new ArrayList<StoredRun>();
        var known = new ArrayList<>(keep.stream().toList());
        while (found.size() < MOST_RUNS) {
            var filter = jobNamed(namespace, job);
            if (!known.isEmpty()) filter.addMustNot(matchKeywords("run_id", known));
            var points =
                    await(
                                    client.scrollAsync(
                                            ScrollPoints.newBuilder()
                                                    .setCollectionName(collection)
                                                    .setFilter(filter)
                                                    .setLimit(1)
                                                    .setWithPayload(
                                                            WithPayloadSelectorFactory.include(
                                                                    List.of("run_id", "job_uid")))
                                                    .build(),
                                            timeout))
                            .getResultList();
            if (points.isEmpty()) break;
            var payload = points.getFirst().getPayloadMap();
            var run = new StoredRun(text(payload, "run_id"), text(payload, "job_uid"));
            if (known.contains(run.runId())) break;
            known.add(run.runId());
            found.add(run);
        }
        return found;
    }

    private static String text(Map<String, Value> payload, String key) {
        return payload.containsKey(key) ? payload.get(key).getStringValue() : "";
    }

    private CollectionState ask(String collection) {
        try {
            if (!await(client.collectionExistsAsync(collection, timeout)))
                return new CollectionState.Missing();
            var config =
                    await(client.getCollectionInfoAsync(collection, timeout))
                            .getConfig()
                            .getParams()
                            .getVectorsConfig();
            return new CollectionState.Ready((int) config.getParams().getSize(), List.of());
        } catch (StatusRuntimeException e) {
            return fault(e);
        }
    }

    private static Duration lasts(CollectionState state) {
        return switch (state) {
            case CollectionState.Ready r -> READY_LASTS;
            case CollectionState.Away a -> FAULT_LASTS;
            case CollectionState.Refused r -> FAULT_LASTS;
            case CollectionState.Missing m -> Duration.ZERO;
        };
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
        } finally {
            shapes.forget(collection);
        }
    }

    /** Removes the points of these runs of a job; empty where that was done. */
    public Optional<CollectionState> delete(
            String collection, String namespace, String job, List<String> runIds) {
        return delete(
                collection,
                jobNamed(namespace, job).addMust(matchKeywords("run_id", runIds)).build());
    }

    /** Removes all points that one job made, not those of another of its name. */
    public Optional<CollectionState> deleteAll(String collection, String namespace, String jobUid) {
        return delete(
                collection,
                Filter.newBuilder()
                        .addMust(matchKeyword("namespace", namespace))
                        .addMust(matchKeyword("job_uid", jobUid))
                        .build());
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

    private static Filter.Builder jobNamed(String namespace, String job) {
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
