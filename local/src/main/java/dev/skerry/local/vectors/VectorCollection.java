package dev.skerry.local.vectors;

import com.google.protobuf.InvalidProtocolBufferException;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Datatype;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.Points.PointStruct;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.MVMap;

/** Points of one size, in the order of their ids. Guarded by the database. */
final class VectorCollection {
    private static final int MAX_SIZE = 65536;
    private static final int MAX_INDEXES = 256;

    private final CreateCollection settings;
    private final MVMap<String, byte[]> points;
    private final MVMap<String, byte[]> indexes;

    VectorCollection(
            CreateCollection settings,
            MVMap<String, byte[]> points,
            MVMap<String, byte[]> indexes) {
        this.settings = settings;
        this.points = points;
        this.indexes = indexes;
    }

    /** What can be kept here, and what makes no sense to anybody. */
    static void check(CreateCollection request) {
        if (request.getSparseVectorsConfig().getMapCount() > 0) {
            throw Rejection.unsupported("a sparse vector");
        }
        var config = request.getVectorsConfig();
        if (config.getConfigCase() == VectorsConfig.ConfigCase.PARAMS_MAP) {
            throw Rejection.unsupported("a named vector");
        }
        var params = config.getParams();
        if (params.getSize() < 1 || params.getSize() > MAX_SIZE) {
            throw Rejection.invalidField(
                    "vectors_config.size",
                    "value %s invalid, must be from 1 to %d"
                            .formatted(Long.toUnsignedString(params.getSize()), MAX_SIZE));
        }
        if (params.hasMultivectorConfig()
                || params.getDatatype() == Datatype.Uint8
                || params.getDatatype() == Datatype.Float16) {
            throw Rejection.unsupported("a vector that is not one of float32");
        }
        if (params.getDistance() == Distance.UnknownDistance
                || params.getDistance() == Distance.UNRECOGNIZED) {
            throw Rejection.badInput(
                    "vectors_config.distance is missing; set Cosine, Dot, Euclid or Manhattan");
        }
    }

    CreateCollection settings() {
        return settings;
    }

    List<MVMap<String, byte[]>> maps() {
        return List.of(points, indexes);
    }

    VectorParams params() {
        return settings.getVectorsConfig().getParams();
    }

    long size() {
        return points.sizeAsLong();
    }

    Optional<PointStruct> get(PointKey key) {
        return Optional.ofNullable(points.get(key.sortable())).map(VectorCollection::point);
    }

    /** From the id on, or from the first. */
    Stream<PointStruct> from(Optional<PointKey> first) {
        Iterator<String> keys = points.keyIterator(first.map(PointKey::sortable).orElse(null));
        Iterable<String> all = () -> keys;
        return StreamSupport.stream(all.spliterator(), false).map(key -> point(points.get(key)));
    }

    void put(PointKey key, PointStruct point) {
        points.put(key.sortable(), point.toByteArray());
    }

    void remove(PointKey key) {
        points.remove(key.sortable());
    }

    Map<String, PayloadSchemaInfo> schema() {
        var schema = new TreeMap<String, PayloadSchemaInfo>();
        indexes.forEach(
                (field, bytes) -> {
                    try {
                        schema.put(field, PayloadSchemaInfo.parseFrom(bytes));
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException("index of " + field, e);
                    }
                });
        return schema;
    }

    void index(String field, PayloadSchemaInfo info) {
        if (indexes.size() >= MAX_INDEXES) {
            throw Rejection.exhausted(
                    "a collection has at most " + MAX_INDEXES + " payload indexes");
        }
        indexes.put(field, info.toByteArray());
    }

    private static PointStruct point(byte[] bytes) {
        try {
            return PointStruct.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a point", e);
        }
    }
}
