package dev.skerry.local.vectors.collection;

import dev.skerry.local.vectors.point.EncodedPayload;
import dev.skerry.local.vectors.point.PointKey;

/** A point as it is kept: its vector prepared by the collection's metric. Not to be written to. */
@SuppressWarnings("ArrayRecordComponent")
public record StoredPoint(PointKey key, float[] vector, EncodedPayload payload) {}
