package dev.skerry.local.vectors.collection;

import dev.skerry.local.vectors.filter.PointPredicate;
import dev.skerry.local.vectors.point.EncodedPayload;
import dev.skerry.local.vectors.point.PointKey;
import dev.skerry.local.vectors.search.Metric;
import dev.skerry.local.vectors.search.NearestScan;
import dev.skerry.local.vectors.search.VectorBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * All points of a collection in memory, in rows without gaps: the last row moves into the place of
 * a removed one. Guarded by its owner: one writer alone, or any number of readers.
 */
public final class PointTable {
    private final Metric metric;
    private final VectorBlocks vectors;
    private final TreeMap<PointKey, Integer> rowOf = new TreeMap<>();
    private PointKey[] keys = new PointKey[64];
    private EncodedPayload[] payloads = new EncodedPayload[64];
    private long[] versions = new long[64];
    private int size;
    private long liveBytes;

    PointTable(int dimensions, Metric metric) {
        this.metric = metric;
        this.vectors = new VectorBlocks(dimensions);
    }

    void apply(Change change, long version) {
        switch (change) {
            case Change.Put(List<StoredPoint> points) ->
                    points.forEach(point -> put(point, version));
            case Change.Remove(List<PointKey> gone) -> gone.forEach(this::remove);
            case Change.Describe(List<Change.Description> all) ->
                    all.forEach(one -> describe(one.key(), one.payload(), version));
        }
    }

    private void put(StoredPoint point, long version) {
        Integer known = rowOf.get(point.key());
        int row = known == null ? size : known;
        if (known == null) {
            makeRoom();
            rowOf.put(point.key(), row);
            keys[row] = point.key();
            size++;
        } else {
            liveBytes -= bytesOf(row);
        }
        vectors.set(row, point.vector());
        payloads[row] = point.payload();
        versions[row] = version;
        liveBytes += bytesOf(row);
    }

    private void remove(PointKey key) {
        Integer known = rowOf.remove(key);
        if (known == null) {
            return;
        }
        int row = known;
        liveBytes -= bytesOf(row);
        int last = --size;
        if (row != last) {
            vectors.set(row, vectors.get(last));
            keys[row] = keys[last];
            payloads[row] = payloads[last];
            versions[row] = versions[last];
            rowOf.put(keys[row], row);
        }
        keys[last] = null;
        payloads[last] = null;
        vectors.shrink(size);
    }

    private void describe(PointKey key, EncodedPayload payload, long version) {
        Integer row = rowOf.get(key);
        if (row != null) {
            liveBytes += payload.bytes().length - payloads[row].bytes().length;
            payloads[row] = payload;
            versions[row] = version;
        }
    }

    private void makeRoom() {
        if (size == keys.length) {
            int capacity = size + (size >> 1);
            keys = Arrays.copyOf(keys, capacity);
            payloads = Arrays.copyOf(payloads, capacity);
            versions = Arrays.copyOf(versions, capacity);
        }
    }

    private long bytesOf(int row) {
        return Change.KEY_BYTES + 4L + payloads[row].bytes().length + 4L * vectors.dimensions();
    }

    public int size() {
        return size;
    }

    /** What the points would take in a log without garbage. */
    long liveBytes() {
        return liveBytes;
    }

    public Optional<Row> row(PointKey key) {
        return Optional.ofNullable(rowOf.get(key)).map(Row::new);
    }

    public Row row(int row) {
        return new Row(row);
    }

    /** Points in the order of their ids, from the given one on. */
    public Iterable<Row> from(Optional<PointKey> first) {
        NavigableMap<PointKey, Integer> range =
                first.isPresent() ? rowOf.tailMap(first.get(), true) : rowOf;
        return () -> range.values().stream().map(Row::new).iterator();
    }

    public long count(PointPredicate filter) {
        return matching(filter).count();
    }

    public List<PointKey> keysWhere(PointPredicate filter) {
        return new ArrayList<>(matching(filter).mapToObj(row -> keys[row]).toList());
    }

    private IntStream matching(PointPredicate filter) {
        return IntStream.range(0, size)
                .parallel()
                .filter(row -> filter.test(keys[row], payloads[row]));
    }

    /** The nearest points by exact search; ties go by id. */
    public List<NearestScan.Hit> nearest(
            float[] query, int limit, float threshold, PointPredicate filter) {
        var scan =
                new NearestScan(
                        vectors,
                        metric,
                        size,
                        row -> filter.test(keys[row], payloads[row]),
                        (row, other) -> keys[row].compareTo(keys[other]));
        return scan.nearest(query, limit, threshold);
    }

    /** One point of the table; good as long as nobody writes. */
    public final class Row {
        private final int row;

        private Row(int row) {
            this.row = row;
        }

        public PointKey key() {
            return keys[row];
        }

        public EncodedPayload payload() {
            return payloads[row];
        }

        public float[] vector() {
            return vectors.get(row);
        }

        public int dimensions() {
            return vectors.dimensions();
        }

        public long version() {
            return versions[row];
        }

        StoredPoint toStored() {
            return new StoredPoint(key(), vector(), payload());
        }
    }
}
