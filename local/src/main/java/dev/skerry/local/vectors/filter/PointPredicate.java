package dev.skerry.local.vectors.filter;

import dev.skerry.local.vectors.point.Payload;
import dev.skerry.local.vectors.point.PointKey;

/** A filter made ready to be asked about many points. */
@FunctionalInterface
public interface PointPredicate {
    PointPredicate ALL = (key, payload) -> true;

    boolean test(PointKey key, Payload payload);
}
