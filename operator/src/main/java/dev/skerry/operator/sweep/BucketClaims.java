package dev.skerry.operator.sweep;

import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Which clusters use a bucket. The jobs of another cluster look like jobs that are gone, so a
 * bucket that two clusters use is swept by neither. Each leaves one object {@code clusters/UID}.
 */
final class BucketClaims {
    static final String PREFIX = "clusters/";
    private static final int PAGE = 1000;
    private static final byte[] WORDS =
            "Skerry in this cluster uses this bucket; remove this object when the cluster is gone.\n"
                    .getBytes(StandardCharsets.UTF_8);

    private final ObjectStorage storage;

    BucketClaims(ObjectStorage storage) {
        this.storage = storage;
    }

    /** Makes known that this cluster uses the bucket; the others that do. */
    List<String> others(String bucket, String cluster) throws StorageException {
        var clusters =
                storage.page(bucket, PREFIX, true, Optional.empty(), PAGE).objects().stream()
                        .map(object -> object.key().substring(PREFIX.length()))
                        .toList();
        if (!clusters.contains(cluster)) storage.putIfAbsent(bucket, PREFIX + cluster, WORDS);
        return clusters.stream().filter(c -> !c.equals(cluster)).toList();
    }
}
