package dev.skerry.trainer.ingest.publish;

import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.ValueFactory.value;
import static io.qdrant.client.VectorsFactory.vectors;
import static java.util.Objects.requireNonNull;

import dev.skerry.artifacts.fault.FaultPoint;
import io.qdrant.client.grpc.Collections.KeywordIndexParams;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Uploads the points of one run: indexes first, then batches on two streams, then a count. Each
 * call waits until the store has applied it. Doing it again with the same run changes nothing;
 * other runs' points are never touched.
 */
public final class PointPublisher {

    /** Points in one call. */
    public static final int BATCH = 100;

    private static final int STREAMS = 2;

    /** Fields by which the points of a job or of a run are counted, found and removed. */
    private static final List<String> SELECTING = List.of("namespace", "job", "job_uid", "run_id");

    private final VectorStoreCalls store;

    public PointPublisher(VectorStoreCalls store) {
        this.store = requireNonNull(store);
    }

    /**
     * Returns when the store holds exactly one point of this run for each file.
     *
     * @param collection full name
     * @throws CancellationException where the listener asked to stop, or the thread was interrupted
     */
    public void publish(
            String collection, Origin origin, EmbeddedFiles files, PublishListener listener)
            throws VectorStoreException {
        index(collection, "repo_url", true);
        for (var field : SELECTING) {
            index(collection, field, false);
        }
        listener.points(0, files.size());
        FaultPoint.BEFORE_POINTS.reach();
        upload(new Upload(collection, origin, files, listener));
        FaultPoint.BEFORE_COUNT.reach();
        long there = count(collection, origin.runId());
        if (there != files.size()) {
            throw new VectorStoreException.Unavailable(
                    "collection %s: holds %d points of run %s, %d were sent; another attempt sends them again"
                            .formatted(collection, there, origin.runId(), files.size()),
                    null);
        }
    }

    private void index(String collection, String field, boolean tenant)
            throws VectorStoreException {
        var params = KeywordIndexParams.newBuilder();
        if (tenant) {
            params.setIsTenant(true);
        }
        var request =
                CreateFieldIndexCollection.newBuilder()
                        .setCollectionName(collection)
                        .setWait(true)
                        .setFieldName(field)
                        .setFieldType(FieldType.FieldTypeKeyword)
                        .setFieldIndexParams(
                                PayloadIndexParams.newBuilder().setKeywordIndexParams(params))
                        .build();
        store.call(
                "collection %s: index on %s".formatted(collection, field),
                stub -> stub.createFieldIndex(request));
    }

    private long count(String collection, String runId) throws VectorStoreException {
        var request =
                CountPoints.newBuilder()
                        .setCollectionName(collection)
                        .setExact(true)
                        .setFilter(Filter.newBuilder().addMust(matchKeyword("run_id", runId)))
                        .build();
        return store.call("collection %s: count".formatted(collection), stub -> stub.count(request))
                .getResult()
                .getCount();
    }

    private void upload(Upload upload) throws VectorStoreException {
        try (var threads =
                Executors.newFixedThreadPool(
                        STREAMS, Thread.ofPlatform().name("publish-", 0).daemon().factory())) {
            var streams = new ExecutorCompletionService<Void>(threads);
            var running = new ArrayList<Future<Void>>();
            for (int i = 0; i < STREAMS; i++) {
                running.add(streams.submit(upload));
            }
            try {
                for (int i = 0; i < STREAMS; i++) {
                    streams.take().get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("the upload was interrupted");
            } catch (ExecutionException e) {
                throw unwrapped(e.getCause());
            } finally {
                upload.ended.set(true);
                running.forEach(stream -> stream.cancel(true));
            }
        }
    }

    private static VectorStoreException unwrapped(Throwable cause) {
        return switch (cause) {
            case VectorStoreException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(cause);
        };
    }

    /** One upload; each stream runs it once and takes batches until none is left. */
    private final class Upload implements Callable<Void> {
        private final String collection;
        private final Origin origin;
        private final EmbeddedFiles files;
        private final PublishListener listener;
        private final AtomicInteger nextBatch = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();
        private long points;

        Upload(String collection, Origin origin, EmbeddedFiles files, PublishListener listener) {
            this.collection = collection;
            this.origin = origin;
            this.files = files;
            this.listener = listener;
        }

        @Override
        public Void call() throws VectorStoreException {
            int batches = Math.ceilDiv(files.size(), BATCH);
            for (int batch = nextBatch.getAndIncrement();
                    batch < batches && !ended.get();
                    batch = nextBatch.getAndIncrement()) {
                if (listener.stopRequested()) {
                    throw new CancellationException("the upload was asked to stop");
                }
                send(batch * BATCH, Math.min(files.size(), (batch + 1) * BATCH));
            }
            return null;
        }

        private void send(int from, int to) throws VectorStoreException {
            var request =
                    UpsertPoints.newBuilder()
                            .setCollectionName(collection)
                            .setWait(true)
                            .addAllPoints(points(from, to))
                            .build();
            store.call("collection %s: upsert".formatted(collection), stub -> stub.upsert(request));
            if (to < files.size()) FaultPoint.AFTER_BATCH.reach();
            synchronized (this) {
                points += to - from;
                listener.points(points, files.size());
            }
        }

        private List<PointStruct> points(int from, int to) {
            var points = new ArrayList<PointStruct>(to - from);
            for (int i = from; i < to; i++) {
                var vector = new float[files.dimensions()];
                files.vector(i, vector);
                points.add(
                        PointStruct.newBuilder()
                                .setId(id(PointIds.of(origin, files.path(i))))
                                .setVectors(vectors(vector))
                                .putPayload("namespace", value(origin.namespace()))
                                .putPayload("job", value(origin.job()))
                                .putPayload("job_uid", value(origin.jobUid()))
                                .putPayload("run", value(origin.run()))
                                .putPayload("repo_url", value(origin.repoUrl()))
                                .putPayload("file_path", value(files.path(i)))
                                .putPayload("language", value(files.language(i)))
                                .putPayload("commit", value(origin.commit()))
                                .putPayload("run_id", value(origin.runId()))
                                .putPayload("isolated", value(files.isolated(i)))
                                .build());
            }
            return points;
        }
    }
}
