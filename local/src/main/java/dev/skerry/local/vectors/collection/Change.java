package dev.skerry.local.vectors.collection;

import dev.skerry.local.vectors.point.EncodedPayload;
import dev.skerry.local.vectors.point.PointKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened to the points of a collection, as one record of its log. Changes name points by id
 * and carry their whole new state, so reading them again gives the same table.
 */
public sealed interface Change {
    /** Points that are new or replace the ones of the same id. */
    record Put(List<StoredPoint> points) implements Change {}

    /** Points that are gone. */
    record Remove(List<PointKey> keys) implements Change {}

    /** Points that keep their vector and get another payload. */
    record Describe(List<Description> descriptions) implements Change {}

    /** The whole new payload of a point. */
    record Description(PointKey key, EncodedPayload payload) {}

    int KEY_BYTES = 17;
    int PREFIX_BYTES = 5;

    /** What a point takes in a record. */
    static int bytesOf(StoredPoint point) {
        return KEY_BYTES + 4 + point.payload().bytes().length + 4 * point.vector().length;
    }

    static int bytesOf(Description description) {
        return KEY_BYTES + 4 + description.payload().bytes().length;
    }

    /**
     * The body of the record: kind (one byte), count, then the points one after the other,
     * little-endian.
     */
    default byte[] encode() {
        return switch (this) {
            case Put(List<StoredPoint> points) -> {
                byte[] body =
                        new byte[PREFIX_BYTES + points.stream().mapToInt(Change::bytesOf).sum()];
                ByteBuffer to = start(body, 1, points.size());
                for (StoredPoint point : points) {
                    putPayload(putKey(to, point.key()), point.payload());
                    to.asFloatBuffer().put(point.vector());
                    to.position(to.position() + 4 * point.vector().length);
                }
                yield body;
            }
            case Remove(List<PointKey> keys) -> {
                byte[] body = new byte[PREFIX_BYTES + KEY_BYTES * keys.size()];
                ByteBuffer to = start(body, 2, keys.size());
                keys.forEach(key -> putKey(to, key));
                yield body;
            }
            case Describe(List<Description> all) -> {
                byte[] body = new byte[PREFIX_BYTES + all.stream().mapToInt(Change::bytesOf).sum()];
                ByteBuffer to = start(body, 3, all.size());
                all.forEach(one -> putPayload(putKey(to, one.key()), one.payload()));
                yield body;
            }
        };
    }

    /** Reads what {@link #encode} wrote for a collection of this many dimensions. */
    static Change decode(ByteBuffer from, int dimensions) {
        int kind = from.get();
        int count = from.getInt();
        return switch (kind) {
            case 1 -> {
                var points = new ArrayList<StoredPoint>();
                for (int i = 0; i < count; i++) {
                    PointKey key = key(from);
                    EncodedPayload payload = payload(from);
                    float[] vector = new float[dimensions];
                    from.asFloatBuffer().get(vector);
                    from.position(from.position() + 4 * dimensions);
                    points.add(new StoredPoint(key, vector, payload));
                }
                yield new Put(points);
            }
            case 2 -> {
                var keys = new ArrayList<PointKey>();
                for (int i = 0; i < count; i++) {
                    keys.add(key(from));
                }
                yield new Remove(keys);
            }
            case 3 -> {
                var descriptions = new ArrayList<Description>();
                for (int i = 0; i < count; i++) {
                    descriptions.add(new Description(key(from), payload(from)));
                }
                yield new Describe(descriptions);
            }
            default ->
                    throw new IllegalStateException(
                            "a record of unknown kind "
                                    + kind
                                    + "; this store is older than its data");
        };
    }

    private static ByteBuffer start(byte[] body, int kind, int count) {
        return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).put((byte) kind).putInt(count);
    }

    private static ByteBuffer putKey(ByteBuffer to, PointKey key) {
        return to.put((byte) (key.uuid() ? 1 : 0)).putLong(key.high()).putLong(key.low());
    }

    private static void putPayload(ByteBuffer to, EncodedPayload payload) {
        to.putInt(payload.bytes().length).put(payload.bytes());
    }

    private static PointKey key(ByteBuffer from) {
        return new PointKey(from.get() == 1, from.getLong(), from.getLong());
    }

    private static EncodedPayload payload(ByteBuffer from) {
        byte[] bytes = new byte[from.getInt()];
        from.get(bytes);
        return EncodedPayload.ofBytes(bytes);
    }
}
