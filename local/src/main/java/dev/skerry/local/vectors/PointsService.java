package dev.skerry.local.vectors;

import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.CountResponse;
import io.qdrant.client.grpc.Points.CountResult;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.GetResponse;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsOperationResponse;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.QueryResponse;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.Points.UpdateResult;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.Vectors;
import io.qdrant.client.grpc.PointsGrpc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Qdrant's {@code Points}: upsert, delete, get, count, scroll, query, create an index. */
final class PointsService extends PointsGrpc.PointsImplBase {
    private static final int DEFAULT_LIMIT = 10;

    private final VectorDatabase database;

    PointsService(VectorDatabase database) {
        this.database = database;
    }

    @Override
    public void upsert(UpsertPoints request, StreamObserver<PointsOperationResponse> to) {
        written(
                to,
                () -> {
                    if (request.hasUpdateFilter() || request.getUpdateModeValue() != 0) {
                        throw Rejection.unsupported("a conditional upsert");
                    }
                    var name = request.getCollectionName();
                    var params = database.read(name, VectorCollection::params);
                    var points = new LinkedHashMap<PointKey, PointStruct>();
                    for (var point : request.getPointsList()) {
                        float[] vector = DenseVectors.of(point.getVectors(), params);
                        points.put(PointKey.of(point.getId()), with(point, vector));
                    }
                    database.write(name, collection -> points.forEach(collection::put));
                });
    }

    private static PointStruct with(PointStruct point, float[] vector) {
        var dense = DenseVector.newBuilder();
        for (float value : vector) {
            dense.addData(value);
        }
        return point.toBuilder()
                .setVectors(Vectors.newBuilder().setVector(Vector.newBuilder().setDense(dense)))
                .build();
    }

    @Override
    public void delete(DeletePoints request, StreamObserver<PointsOperationResponse> to) {
        written(
                to,
                () -> {
                    var chosen = chosen(request.getPoints());
                    database.write(
                            request.getCollectionName(),
                            collection -> chosen.in(collection).forEach(collection::remove));
                });
    }

    private interface Chosen {
        List<PointKey> in(VectorCollection collection);
    }

    private static Chosen chosen(PointsSelector selector) {
        return switch (selector.getPointsSelectorOneOfCase()) {
            case POINTS -> {
                var keys = selector.getPoints().getIdsList().stream().map(PointKey::of).toList();
                yield collection -> keys;
            }
            case FILTER -> {
                var filter = PointFilter.of(true, selector.getFilter());
                yield collection ->
                        collection
                                .from(Optional.empty())
                                .filter(filter)
                                .map(point -> PointKey.of(point.getId()))
                                .toList();
            }
            case POINTSSELECTORONEOF_NOT_SET ->
                    throw Rejection.badInput(
                            "PointsSelector is missing; give points.ids or a filter");
        };
    }

    @Override
    public void createFieldIndex(
            CreateFieldIndexCollection request, StreamObserver<PointsOperationResponse> to) {
        written(
                to,
                () -> {
                    var info = PayloadSchemaInfo.newBuilder().setDataType(type(request));
                    if (request.hasFieldIndexParams()) {
                        info.setParams(request.getFieldIndexParams());
                    }
                    database.write(
                            request.getCollectionName(),
                            collection -> collection.index(request.getFieldName(), info.build()));
                });
    }

    /** Indexes are remembered and told; search is exact without them. */
    private static PayloadSchemaType type(CreateFieldIndexCollection request) {
        return switch (request.getFieldIndexParams().getIndexParamsCase()) {
            case KEYWORD_INDEX_PARAMS -> PayloadSchemaType.Keyword;
            case INTEGER_INDEX_PARAMS -> PayloadSchemaType.Integer;
            case INDEXPARAMS_NOT_SET -> {
                if (request.getFieldType() == FieldType.FieldTypeInteger) {
                    yield PayloadSchemaType.Integer;
                }
                if (request.getFieldType() == FieldType.FieldTypeKeyword) {
                    yield PayloadSchemaType.Keyword;
                }
                throw Rejection.unsupported("an index by " + request.getFieldType());
            }
            default ->
                    throw Rejection.unsupported(
                            "an index by " + request.getFieldIndexParams().getIndexParamsCase());
        };
    }

    @Override
    public void get(GetPoints request, StreamObserver<GetResponse> to) {
        Answers.send(
                to,
                () -> {
                    var answer =
                            new PointAnswer(
                                    given(request.hasWithPayload(), request.getWithPayload()),
                                    true,
                                    request.getWithVectors());
                    return database.read(
                            request.getCollectionName(),
                            collection -> {
                                var found = GetResponse.newBuilder();
                                for (var id : request.getIdsList()) {
                                    collection
                                            .get(PointKey.of(id))
                                            .ifPresent(p -> found.addResult(answer.retrieved(p)));
                                }
                                return found.build();
                            });
                });
    }

    @Override
    public void count(CountPoints request, StreamObserver<CountResponse> to) {
        Answers.send(
                to,
                () -> {
                    var filter = PointFilter.of(request.hasFilter(), request.getFilter());
                    long count =
                            database.read(
                                    request.getCollectionName(),
                                    it -> it.from(Optional.empty()).filter(filter).count());
                    return CountResponse.newBuilder()
                            .setResult(CountResult.newBuilder().setCount(count))
                            .build();
                });
    }

    @Override
    public void scroll(ScrollPoints request, StreamObserver<ScrollResponse> to) {
        Answers.send(
                to,
                () -> {
                    if (request.hasOrderBy()) {
                        throw Rejection.unsupported("scrolling in the order of a field");
                    }
                    int most =
                            limit(request.hasLimit(), Integer.toUnsignedLong(request.getLimit()));
                    var from = given(request.hasOffset(), request.getOffset()).map(PointKey::of);
                    var filter = PointFilter.of(request.hasFilter(), request.getFilter());
                    var answer =
                            new PointAnswer(
                                    given(request.hasWithPayload(), request.getWithPayload()),
                                    true,
                                    request.getWithVectors());
                    return database.read(
                            request.getCollectionName(),
                            it -> page(it, from, filter, most, answer));
                });
    }

    private static ScrollResponse page(
            VectorCollection collection,
            Optional<PointKey> from,
            Predicate<PointStruct> filter,
            int most,
            PointAnswer answer) {
        var page = ScrollResponse.newBuilder();
        var points = collection.from(from).filter(filter).iterator();
        while (points.hasNext()) {
            var point = points.next();
            if (page.getResultCount() == most) {
                return page.setNextPageOffset(point.getId()).build();
            }
            page.addResult(answer.retrieved(point));
        }
        return page.build();
    }

    @Override
    public void query(QueryPoints request, StreamObserver<QueryResponse> to) {
        Answers.send(
                to,
                () -> {
                    var nearest = NearestQuery.of(request);
                    int most = limit(request.hasLimit(), request.getLimit());
                    int skipped = bounded(request.getOffset());
                    var answer =
                            new PointAnswer(
                                    given(request.hasWithPayload(), request.getWithPayload()),
                                    false,
                                    request.getWithVectors());
                    return database.read(
                            request.getCollectionName(),
                            collection -> {
                                var found = QueryResponse.newBuilder();
                                nearest.in(collection, skipped + most).stream()
                                        .skip(skipped)
                                        .forEach(
                                                hit ->
                                                        found.addResult(
                                                                answer.scored(
                                                                        hit.point(), hit.score())));
                                return found.build();
                            });
                });
    }

    private static <T> Optional<T> given(boolean given, T value) {
        return given ? Optional.of(value) : Optional.empty();
    }

    private static int limit(boolean given, long limit) {
        if (given && limit == 0) {
            throw Rejection.invalidField("limit", "value 0 invalid, must be 1 or larger");
        }
        return given ? bounded(limit) : DEFAULT_LIMIT;
    }

    /** More than any answer holds changes nothing. */
    private static int bounded(long wished) {
        return Long.compareUnsigned(wished, PointAnswer.MAX_POINTS) < 0
                ? (int) wished
                : PointAnswer.MAX_POINTS;
    }

    private static void written(StreamObserver<PointsOperationResponse> to, Runnable work) {
        Answers.send(
                to,
                () -> {
                    work.run();
                    return PointsOperationResponse.newBuilder()
                            .setResult(UpdateResult.newBuilder().setStatus(UpdateStatus.Completed))
                            .build();
                });
    }
}
