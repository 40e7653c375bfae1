package dev.skerry.local.vectors.service;

import dev.skerry.local.vectors.collection.Change;
import dev.skerry.local.vectors.collection.CollectionMeta;
import dev.skerry.local.vectors.collection.CollectionStore;
import dev.skerry.local.vectors.collection.PointTable;
import dev.skerry.local.vectors.collection.StoredPoint;
import dev.skerry.local.vectors.collection.VectorCollection;
import dev.skerry.local.vectors.filter.PointPredicate;
import dev.skerry.local.vectors.point.EncodedPayload;
import dev.skerry.local.vectors.point.PointKey;
import dev.skerry.local.vectors.point.Rejection;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointVectors;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.UpdateMode;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What requests that write points mean; all that can be checked is checked before the writer's
 * turn.
 */
final class PointWrites {
    private static final int KEYS_PER_RECORD = 1 << 20;
    private static final int BYTES_PER_RECORD = 32 << 20;

    private final CollectionStore store;

    PointWrites(CollectionStore store) {
        this.store = store;
    }

    long upsert(UpsertPoints request) {
        VectorCollection collection = store.get(request.getCollectionName());
        CollectionMeta meta = collection.meta();
        List<StoredPoint> points = new ArrayList<>(request.getPointsCount());
        for (PointStruct point : request.getPointsList()) {
            points.add(
                    new StoredPoint(
                            PointKey.of(point.getId()),
                            VectorInputs.of(point.getVectors(), meta),
                            EncodedPayload.of(point.getPayloadMap())));
        }
        PointPredicate filter =
                compile(collection, request.hasUpdateFilter(), request.getUpdateFilter());
        UpdateMode mode = request.getUpdateMode();
        return collection.write(
                request.getWait(),
                table ->
                        put(
                                points.stream()
                                        .filter(point -> wanted(point, table, mode, filter))
                                        .toList()));
    }

    /** A filter guards points that are there; new ones are inserted whatever it says. */
    private static boolean wanted(
            StoredPoint point, PointTable table, UpdateMode mode, PointPredicate filter) {
        Optional<PointTable.Row> there = table.row(point.key());
        boolean matches = there.map(row -> filter.test(row.key(), row.payload())).orElse(true);
        return switch (mode) {
            case Upsert, UNRECOGNIZED -> matches;
            case InsertOnly -> there.isEmpty();
            case UpdateOnly -> there.isPresent() && matches;
        };
    }

    long updateVectors(
            String name, boolean wait, List<PointVectors> updates, Optional<Filter> guard) {
        VectorCollection collection = store.get(name);
        CollectionMeta meta = collection.meta();
        PointPredicate filter = guard.map(collection::compile).orElse(PointPredicate.ALL);
        record Update(PointKey key, Vector vector) {}
        List<Update> all =
                updates.stream()
                        .map(
                                one ->
                                        new Update(
                                                PointKey.of(one.getId()),
                                                new Vector(
                                                        VectorInputs.of(one.getVectors(), meta))))
                        .toList();
        return collection.write(
                wait,
                table ->
                        put(
                                all.stream()
                                        .filter(
                                                one ->
                                                        filter.test(
                                                                one.key(),
                                                                present(table, one.key())
                                                                        .payload()))
                                        .map(
                                                one ->
                                                        new StoredPoint(
                                                                one.key(),
                                                                one.vector().values(),
                                                                present(table, one.key())
                                                                        .payload()))
                                        .toList()));
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Vector(float[] values) {}

    long delete(String name, boolean wait, PointsSelector selector) {
        VectorCollection collection = store.get(name);
        Function<PointTable, List<PointKey>> chosen = chosen(collection, selector, false);
        return collection.write(
                wait,
                table -> {
                    List<PointKey> keys = chosen.apply(table);
                    List<Change> changes = new ArrayList<>();
                    for (int from = 0; from < keys.size(); from += KEYS_PER_RECORD) {
                        changes.add(
                                new Change.Remove(
                                        keys.subList(
                                                from,
                                                Math.min(keys.size(), from + KEYS_PER_RECORD))));
                    }
                    return changes;
                });
    }

    /** Gives the chosen points another payload, made from the one they have. */
    long describe(
            String name,
            boolean wait,
            PointsSelector selector,
            UnaryOperator<EncodedPayload> change) {
        VectorCollection collection = store.get(name);
        Function<PointTable, List<PointKey>> chosen = chosen(collection, selector, true);
        return collection.write(
                wait,
                table -> {
                    List<Change> changes = new ArrayList<>();
                    List<Change.Description> batch = new ArrayList<>();
                    long bytes = 0;
                    for (PointKey key : chosen.apply(table)) {
                        var description =
                                new Change.Description(
                                        key, change.apply(present(table, key).payload()));
                        if (bytes + Change.bytesOf(description) > BYTES_PER_RECORD
                                && !batch.isEmpty()) {
                            changes.add(new Change.Describe(batch));
                            batch = new ArrayList<>();
                            bytes = 0;
                        }
                        batch.add(description);
                        bytes += Change.bytesOf(description);
                    }
                    if (!batch.isEmpty()) {
                        changes.add(new Change.Describe(batch));
                    }
                    return changes;
                });
    }

    private static Function<PointTable, List<PointKey>> chosen(
            VectorCollection collection, PointsSelector selector, boolean mustExist) {
        return switch (selector.getPointsSelectorOneOfCase()) {
            case POINTS -> {
                Set<PointKey> keys = new LinkedHashSet<>();
                selector.getPoints().getIdsList().forEach(id -> keys.add(PointKey.of(id)));
                yield table ->
                        keys.stream()
                                .filter(key -> mustExist || table.row(key).isPresent())
                                .toList();
            }
            case FILTER -> {
                PointPredicate filter = collection.compile(selector.getFilter());
                yield table -> table.keysWhere(filter);
            }
            case POINTSSELECTORONEOF_NOT_SET ->
                    throw Rejection.badInput(
                            "PointsSelector is missing; give points.ids or a filter");
        };
    }

    private static PointTable.Row present(PointTable table, PointKey key) {
        return table.row(key).orElseThrow(() -> Rejection.noPoint(key));
    }

    private static PointPredicate compile(
            VectorCollection collection, boolean given, Filter filter) {
        return given ? collection.compile(filter) : PointPredicate.ALL;
    }

    /**
     * One record, so that a crash leaves all or nothing of a request; of an id given twice the last
     * one counts.
     */
    private static List<Change> put(List<StoredPoint> points) {
        Set<PointKey> seen = new HashSet<>();
        List<StoredPoint> last =
                points.reversed().stream()
                        .filter(point -> seen.add(point.key()))
                        .toList()
                        .reversed();
        return last.isEmpty() ? List.of() : List.of(new Change.Put(last));
    }
}
