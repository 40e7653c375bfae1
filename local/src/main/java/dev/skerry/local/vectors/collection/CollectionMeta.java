package dev.skerry.local.vectors.collection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.skerry.local.vectors.log.Folders;
import dev.skerry.local.vectors.point.Rejection;
import dev.skerry.local.vectors.search.Metric;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Datatype;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a collection is, as it lies in {@code meta.json}.
 *
 * @param format version of the layout on disk
 * @param settings the request that made it, protobuf in base64: what this store has no use for is
 *     told back as it came
 * @param indexes by field, {@code PayloadSchemaInfo} in base64
 */
public record CollectionMeta(
        int format,
        String name,
        int size,
        Metric metric,
        String settings,
        Map<String, String> indexes) {
    static final String FILE = "meta.json";
    private static final int FORMAT = 1;
    private static final int MAX_SIZE = 65536;
    private static final int MAX_INDEXES = 256;
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public CollectionMeta {
        indexes = Map.copyOf(indexes);
    }

    /** Checks a request to create a collection. */
    public static CollectionMeta of(CreateCollection request) {
        String name = CollectionName.check(request.getCollectionName());
        if (request.hasSparseVectorsConfig()
                && request.getSparseVectorsConfig().getMapCount() > 0) {
            throw Rejection.badInput(
                    "sparse vectors are not kept by this small local store; use a real Qdrant for them");
        }
        VectorParams params = unnamed(request.getVectorsConfig());
        if (params.getSize() < 1 || params.getSize() > MAX_SIZE) {
            throw Rejection.invalidField(
                    "vectors_config.size",
                    "value "
                            + Long.toUnsignedString(params.getSize())
                            + " invalid, must be from 1 to "
                            + MAX_SIZE);
        }
        if (params.hasMultivectorConfig()
                || params.getDatatype() == Datatype.Uint8
                || params.getDatatype() == Datatype.Float16) {
            throw Rejection.badInput(
                    "this small local store keeps one float32 vector for each point; leave multivector_config and datatype out");
        }
        Metric metric =
                switch (params.getDistance()) {
                    case Cosine -> Metric.COSINE;
                    case Dot -> Metric.DOT;
                    case Euclid -> Metric.EUCLID;
                    case Manhattan -> Metric.MANHATTAN;
                    case UnknownDistance, UNRECOGNIZED ->
                            throw Rejection.badInput(
                                    "vectors_config.distance is missing; set Cosine, Dot, Euclid or Manhattan");
                };
        return new CollectionMeta(
                FORMAT,
                name,
                (int) params.getSize(),
                metric,
                encode(request.toByteArray()),
                Map.of());
    }

    private static VectorParams unnamed(VectorsConfig config) {
        return switch (config.getConfigCase()) {
            case PARAMS -> config.getParams();
            case PARAMS_MAP ->
                    throw Rejection.badInput(
                            "named vectors are not kept by this small local store; give vectors_config.params for the one unnamed vector");
            case CONFIG_NOT_SET ->
                    throw Rejection.badInput(
                            "vectors_config is missing; give the size and the distance");
        };
    }

    /**
     * The same collection with the settings of an update; only told back, none of them changes what
     * this store does.
     */
    CollectionMeta updated(UpdateCollection update) {
        CreateCollection.Builder to = request().toBuilder();
        if (update.hasHnswConfig()) {
            to.mergeHnswConfig(update.getHnswConfig());
        }
        if (update.hasOptimizersConfig()) {
            to.mergeOptimizersConfig(update.getOptimizersConfig());
        }
        if (update.hasStrictModeConfig()) {
            to.mergeStrictModeConfig(update.getStrictModeConfig());
        }
        if (update.getParams().hasOnDiskPayload()) {
            to.setOnDiskPayload(update.getParams().getOnDiskPayload());
        }
        to.putAllMetadata(update.getMetadataMap());
        return new CollectionMeta(
                format, name, size, metric, encode(to.build().toByteArray()), indexes);
    }

    CollectionMeta withIndex(String field, PayloadSchemaInfo index) {
        var all = new TreeMap<>(indexes);
        all.put(field, encode(index.toByteArray()));
        if (all.size() > MAX_INDEXES) {
            throw Rejection.exhausted(
                    "collection `"
                            + name
                            + "` has "
                            + MAX_INDEXES
                            + " payload indexes, which is the most");
        }
        return new CollectionMeta(format, name, size, metric, settings, all);
    }

    CollectionMeta withoutIndex(String field) {
        var all = new TreeMap<>(indexes);
        all.remove(field);
        return new CollectionMeta(format, name, size, metric, settings, all);
    }

    /** The request that made this collection, with later updates. */
    public CreateCollection request() {
        try {
            return CreateCollection.parseFrom(decode(settings));
        } catch (InvalidProtocolBufferException e) {
            throw Rejection.damaged("meta.json of `" + name + "` has no readable settings");
        }
    }

    public Map<String, PayloadSchemaInfo> schema() {
        return indexes.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> index(entry.getKey(), entry.getValue())));
    }

    private PayloadSchemaInfo index(String field, String encoded) {
        try {
            return PayloadSchemaInfo.parseFrom(decode(encoded));
        } catch (InvalidProtocolBufferException e) {
            throw Rejection.damaged(
                    "meta.json of `" + name + "` has no readable index of " + field);
        }
    }

    @JsonIgnore
    Set<String> textFields() {
        return schema().entrySet().stream()
                .filter(entry -> entry.getValue().getDataType() == PayloadSchemaType.Text)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    static CollectionMeta read(Path folder) throws IOException {
        CollectionMeta meta =
                JSON.readValue(Files.readAllBytes(folder.resolve(FILE)), CollectionMeta.class);
        if (meta.format != FORMAT) {
            throw new IOException(
                    FILE + " has format " + meta.format + ", this store reads format " + FORMAT);
        }
        CollectionName.check(meta.name);
        return meta;
    }

    void write(Path folder) throws IOException {
        Folders.replace(folder.resolve(FILE), JSON.writeValueAsBytes(this));
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }
}
