package dev.skerry.local.vectors;

import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.VectorInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Exact nearest neighbours of a vector, or of a point, which is then left out itself.
 *
 * @param threshold scores no better are left out; NaN for none
 */
record NearestQuery(VectorInput to, Predicate<PointStruct> filter, float threshold) {

    /** Equally near ones in the order of their ids. */
    record Hit(PointStruct point, float score, float nearness) {
        static final Comparator<Hit> NEAREST_FIRST =
                Comparator.comparing(Hit::nearness)
                        .reversed()
                        .thenComparing(hit -> PointKey.of(hit.point().getId()));
    }

    static NearestQuery of(QueryPoints request) {
        if (request.getPrefetchCount() > 0
                || request.hasLookupFrom()
                || !request.getUsing().isEmpty()) {
            throw Rejection.unsupported("a query with prefetch, lookup_from or using");
        }
        if (request.getQuery().getVariantCase() != Query.VariantCase.NEAREST) {
            throw Rejection.unsupported("a query by " + request.getQuery().getVariantCase());
        }
        var to = request.getQuery().getNearest();
        if (!to.hasDense() && !to.hasId()) {
            throw to.getVariantCase() == VectorInput.VariantCase.VARIANT_NOT_SET
                    ? Rejection.badInput("No vector provided; give a dense vector or a point's id")
                    : Rejection.unsupported("a query by " + to.getVariantCase());
        }
        return new NearestQuery(
                to,
                PointFilter.of(request.hasFilter(), request.getFilter()),
                request.hasScoreThreshold() ? request.getScoreThreshold() : Float.NaN);
    }

    /** The nearest, at most so many, nearest first. */
    List<Hit> in(VectorCollection collection, int most) {
        var self = to.hasId() ? Optional.of(PointKey.of(to.getId())) : Optional.<PointKey>empty();
        float[] query =
                self.map(key -> collection.get(key).orElseThrow(() -> Rejection.noPoint(key)))
                        .map(NearestQuery::vector)
                        .orElseGet(
                                () ->
                                        DenseVectors.of(
                                                to.getDense().getDataList(), collection.params()));
        var distance = collection.params().getDistance();
        float least = DenseVectors.nearness(distance, threshold);
        var worstFirst = new PriorityQueue<Hit>(Hit.NEAREST_FIRST.reversed());
        collection
                .from(Optional.empty())
                .filter(filter)
                .filter(point -> self.filter(PointKey.of(point.getId())::equals).isEmpty())
                .forEach(
                        point -> {
                            float score = DenseVectors.score(distance, query, vector(point));
                            float near = DenseVectors.nearness(distance, score);
                            if (!Float.isNaN(threshold) && near <= least) {
                                return;
                            }
                            worstFirst.add(new Hit(point, score, near));
                            if (worstFirst.size() > most) {
                                worstFirst.poll();
                            }
                        });
        var hits = new ArrayList<>(worstFirst);
        hits.sort(Hit.NEAREST_FIRST);
        return hits;
    }

    private static float[] vector(PointStruct point) {
        return DenseVectors.plain(point.getVectors().getVector().getDense().getDataList());
    }
}
