package dev.skerry.artifacts;

import io.minio.ListObjectsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MinioAsyncClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What lies below a prefix, up to a bound: a bucket that somebody filled must not fill our memory.
 */
final class Listing {

    private static final int MOST = 200_000;

    private final Requests requests;
    private final MinioAsyncClient client;
    private final String bucket;

    Listing(Requests requests, MinioAsyncClient client, String bucket) {
        this.requests = requests;
        this.client = client;
        this.bucket = ObjectKeys.requireBucket(bucket);
    }

    /**
     * In key order.
     *
     * @param deep also what lies in folders; otherwise these stand for themselves, ending in a
     *     slash
     */
    List<ObjectInfo> below(String prefix, boolean deep) throws StorageException {
        var place = ObjectStorage.place(bucket, prefix);
        return requests.retries()
                .run(
                        number -> {
                            try {
                                return pages(prefix, deep, place);
                            } catch (Exception e) {
                                throw requests.failure(e, place);
                            }
                        });
    }

    List<String> folders(String prefix) throws StorageException {
        return below(prefix, false).stream()
                .map(ObjectInfo::key)
                .filter(key -> key.endsWith("/") && key.length() > prefix.length())
                .map(key -> key.substring(prefix.length(), key.length() - 1))
                .toList();
    }

    private List<ObjectInfo> pages(String prefix, boolean deep, String place) throws Exception {
        var found = new ArrayList<ObjectInfo>();
        var args = ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(deep).build();
        for (var result : client.listObjects(args)) {
            var item = result.get();
            boolean folder = item.isDir();
            found.add(
                    new ObjectInfo(
                            item.objectName(),
                            folder ? 0 : item.size(),
                            folder ? Instant.EPOCH : item.lastModified().toInstant()));
            if (found.size() > MOST) {
                throw new StorageException.Rejected(
                        "%s: holds more than %d objects; remove old ones".formatted(place, MOST),
                        null);
            }
        }
        return found;
    }

    ObjectPage page(String prefix, boolean deep, Optional<String> from, int most)
            throws StorageException {
        var args =
                ListObjectsV2Args.builder()
                        .bucket(bucket)
                        .prefix(prefix)
                        .delimiter(deep ? "" : "/")
                        .continuationToken(from.orElse(null))
                        .maxKeys(most)
                        .build();
        var listed =
                requests.send(ObjectStorage.place(bucket, prefix), () -> client.listObjectsV2(args))
                        .result();
        return new ObjectPage(
                listed.contents().stream()
                        .filter(o -> !o.objectName().endsWith("/"))
                        .map(
                                o ->
                                        new ObjectInfo(
                                                o.objectName(),
                                                o.size(),
                                                o.lastModified().toInstant()))
                        .toList(),
                listed.commonPrefixes().stream()
                        .map(folder -> folder.toItem().objectName())
                        .map(key -> key.substring(prefix.length(), key.length() - 1))
                        .toList(),
                listed.isTruncated()
                        ? Optional.of(listed.nextContinuationToken())
                        : Optional.empty());
    }
}
