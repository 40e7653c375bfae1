package dev.skerry.local.vectors.service;

import dev.skerry.local.vectors.collection.CollectionStore;
import dev.skerry.local.vectors.collection.PointTable;
import dev.skerry.local.vectors.collection.VectorCollection;
import dev.skerry.local.vectors.filter.PointPredicate;
import dev.skerry.local.vectors.point.PointKey;
import dev.skerry.local.vectors.point.Rejection;
import dev.skerry.local.vectors.search.NearestScan;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.GetResponse;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.Points.SearchPoints;
import io.qdrant.client.grpc.Points.VectorInput;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What requests that read points mean. */
final class PointReads {
    /** Points in one answer. */
    static final int MAX_POINTS = 100_000;

    private static final int DEFAULT_LIMIT = 10;

    private final CollectionStore store;

    PointReads(CollectionStore store) {
        this.store = store;
    }

    GetResponse get(GetPoints request) {
        VectorCollection collection = store.get(request.getCollectionName());
        Set<PointKey> keys = new LinkedHashSet<>();
        request.getIdsList().forEach(id -> keys.add(PointKey.of(id)));
        var answer =
                new PointAnswer(
                        PayloadSelection.of(
                                request.hasWithPayload(), request.getWithPayload(), true),
                        request.getWithVectors());
        return collection.read(
                table -> {
                    var found = GetResponse.newBuilder();
                    keys.forEach(
                            key ->
                                    table.row(key)
                                            .ifPresent(
                                                    row -> found.addResult(answer.retrieved(row))));
                    return found.build();
                });
    }

    long count(CountPoints request) {
        VectorCollection collection = store.get(request.getCollectionName());
        if (!request.hasFilter()) {
            return collection.read(PointTable::size);
        }
        PointPredicate filter = collection.compile(request.getFilter());
        return collection.read(table -> table.count(filter));
    }

    ScrollResponse scroll(ScrollPoints request) {
        VectorCollection collection = store.get(request.getCollectionName());
        if (request.hasOrderBy()) {
            throw Rejection.unsupported("scrolling in the order of a field");
        }
        long limit = limit("limit", request.hasLimit(), Integer.toUnsignedLong(request.getLimit()));
        Optional<PointKey> offset =
                request.hasOffset()
                        ? Optional.of(PointKey.of(request.getOffset()))
                        : Optional.empty();
        PointPredicate filter = filter(collection, request.hasFilter(), request.getFilter());
        var answer =
                new PointAnswer(
                        PayloadSelection.of(
                                request.hasWithPayload(), request.getWithPayload(), true),
                        request.getWithVectors());
        return collection.read(
                table -> {
                    int most = bounded(limit, table);
                    var page = ScrollResponse.newBuilder();
                    for (PointTable.Row row : table.from(offset)) {
                        if (filter.test(row.key(), row.payload())) {
                            if (page.getResultCount() == most) {
                                page.setNextPageOffset(row.key().toProto());
                                break;
                            }
                            page.addResult(answer.retrieved(row));
                        }
                    }
                    return page.build();
                });
    }

    List<ScoredPoint> search(SearchPoints request) {
        VectorCollection collection = store.get(request.getCollectionName());
        VectorInputs.checkName(request.getVectorName());
        if (request.hasSparseIndices()) {
            throw Rejection.unsupported("a sparse search");
        }
        float[] vector = VectorInputs.of(request.getVectorList(), collection.meta());
        var page =
                new Page(
                        limit("limit", true, request.getLimit()),
                        request.getOffset(),
                        request.hasScoreThreshold() ? request.getScoreThreshold() : Float.NaN);
        PointPredicate filter = filter(collection, request.hasFilter(), request.getFilter());
        var answer =
                new PointAnswer(
                        PayloadSelection.of(
                                request.hasWithPayload(), request.getWithPayload(), false),
                        request.getWithVectors());
        return collection.read(table -> page.nearest(table, vector, filter, answer));
    }

    List<ScoredPoint> query(QueryPoints request) {
        VectorCollection collection = store.get(request.getCollectionName());
        VectorInputs.checkName(request.getUsing());
        if (request.getPrefetchCount() > 0 || request.hasLookupFrom()) {
            throw Rejection.unsupported("a query with prefetch or lookup_from");
        }
        var page =
                new Page(
                        limit("limit", request.hasLimit(), request.getLimit()),
                        request.getOffset(),
                        request.hasScoreThreshold() ? request.getScoreThreshold() : Float.NaN);
        PointPredicate filter = filter(collection, request.hasFilter(), request.getFilter());
        var answer =
                new PointAnswer(
                        PayloadSelection.of(
                                request.hasWithPayload(), request.getWithPayload(), false),
                        request.getWithVectors());
        return switch (request.getQuery().getVariantCase()) {
            case NEAREST ->
                    nearest(collection, request.getQuery().getNearest(), page, filter, answer);
            case VARIANT_NOT_SET -> collection.read(table -> page.byId(table, filter, answer));
            case RECOMMEND,
                    DISCOVER,
                    CONTEXT,
                    ORDER_BY,
                    FUSION,
                    SAMPLE,
                    FORMULA,
                    NEAREST_WITH_MMR,
                    RRF,
                    RELEVANCE_FEEDBACK ->
                    throw Rejection.unsupported(
                            "a query by " + request.getQuery().getVariantCase());
        };
    }

    /** By vector, or by the vector of a point, which is then left out itself. */
    private static List<ScoredPoint> nearest(
            VectorCollection collection,
            VectorInput to,
            Page page,
            PointPredicate filter,
            PointAnswer answer) {
        return switch (to.getVariantCase()) {
            case DENSE -> {
                float[] vector = VectorInputs.of(to.getDense().getDataList(), collection.meta());
                yield collection.read(table -> page.nearest(table, vector, filter, answer));
            }
            case ID -> {
                PointKey self = PointKey.of(to.getId());
                yield collection.read(
                        table -> {
                            float[] vector =
                                    table.row(self)
                                            .orElseThrow(() -> Rejection.noPoint(self))
                                            .vector();
                            PointPredicate others =
                                    (key, payload) ->
                                            !key.equals(self) && filter.test(key, payload);
                            return page.nearest(table, vector, others, answer);
                        });
            }
            case SPARSE, MULTI_DENSE, DOCUMENT, IMAGE, OBJECT ->
                    throw Rejection.unsupported("a query by " + to.getVariantCase());
            case VARIANT_NOT_SET ->
                    throw Rejection.badInput(
                            "No vector provided; give a dense vector or a point's id");
        };
    }

    /**
     * @param threshold NaN for none
     */
    private record Page(long limit, long offset, float threshold) {
        List<ScoredPoint> nearest(
                PointTable table, float[] query, PointPredicate filter, PointAnswer answer) {
            int skipped = bounded(offset, table);
            int most = bounded(limit, table);
            List<NearestScan.Hit> hits =
                    table.nearest(
                            query,
                            (int) Math.min((long) skipped + most, table.size()),
                            threshold,
                            filter);
            return hits.stream()
                    .skip(skipped)
                    .map(hit -> answer.scored(table.row(hit.row()), hit.score()))
                    .toList();
        }

        List<ScoredPoint> byId(PointTable table, PointPredicate filter, PointAnswer answer) {
            int most = bounded(limit, table);
            long skipped = bounded(offset, table);
            var found = new ArrayList<ScoredPoint>();
            for (PointTable.Row row : table.from(Optional.empty())) {
                if (found.size() == most) {
                    break;
                }
                if (filter.test(row.key(), row.payload()) && skipped-- <= 0) {
                    found.add(answer.scored(row, 0));
                }
            }
            return found;
        }
    }

    private static PointPredicate filter(
            VectorCollection collection, boolean given, Filter filter) {
        return given ? collection.compile(filter) : PointPredicate.ALL;
    }

    private static long limit(String field, boolean given, long limit) {
        if (given && limit == 0) {
            throw Rejection.invalidField(field, "value 0 invalid, must be 1 or larger");
        }
        return given ? limit : DEFAULT_LIMIT;
    }

    /** A limit larger than the collection is harmless; what would really come back is bounded. */
    private static int bounded(long wanted, PointTable table) {
        long most = Long.compareUnsigned(wanted, table.size()) < 0 ? wanted : table.size();
        if (most > MAX_POINTS) {
            throw Rejection.exhausted(
                    "an answer holds at most "
                            + MAX_POINTS
                            + " points, "
                            + most
                            + " were asked for; page through them");
        }
        return (int) most;
    }
}
