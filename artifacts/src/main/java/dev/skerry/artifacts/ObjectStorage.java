package dev.skerry.artifacts;

import static java.util.Objects.requireNonNull;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.Http;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * An S3 server, path-style. Every request has a deadline, transient failures are tried again as the
 * settings say, and every failure is a {@link StorageException}. Thread-safe.
 */
public final class ObjectStorage implements AutoCloseable {

    /** Larger files go up and come down in pieces of this size. */
    public static final int PART_BYTES = 16 << 20;

    private final StorageSettings settings;
    private final Requests requests;
    private final OkHttpClient http;
    private final MinioAsyncClient client;
    private final Absence absence;

    public ObjectStorage(StorageSettings settings) {
        this.settings = requireNonNull(settings);
        this.requests = new Requests(settings);
        this.http =
                new OkHttpClient.Builder()
                        .connectTimeout(settings.connectTimeout())
                        .readTimeout(settings.callTimeout())
                        .writeTimeout(settings.callTimeout())
                        .callTimeout(settings.callTimeout())
                        .protocols(List.of(Protocol.HTTP_1_1))
                        .followRedirects(false)
                        .build();
        this.client =
                MinioAsyncClient.builder()
                        .endpoint(settings.endpoint().toString())
                        .region(settings.region())
                        .credentials(settings.accessKey(), settings.secretKey())
                        .httpClient(http)
                        .build();
        client.disableVirtualStyleEndpoint();
        this.absence = new Absence(requests, client);
    }

    public StorageSettings settings() {
        return settings;
    }

    /** The same server with other patience; close both. */
    public ObjectStorage with(Duration callTimeout, RetryPolicy retries) {
        return new ObjectStorage(settings.with(callTimeout, retries));
    }

    public boolean bucketExists(String bucket) throws StorageException {
        ObjectKeys.requireBucket(bucket);
        return requests.send(
                place(bucket, ""),
                () -> client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()));
    }

    /** Makes the bucket where there is none; two callers at once are both right. */
    public void ensureBucket(String bucket) throws StorageException {
        if (bucketExists(bucket)) {
            return;
        }
        try {
            requests.send(
                    place(bucket, ""),
                    () -> client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build()));
        } catch (StorageException.Rejected e) {
            if (!bucketExists(bucket)) {
                throw e;
            }
        }
    }

    /** Writes a small object, replacing what is there. */
    public void put(String bucket, String key, byte[] content) throws StorageException {
        requests.send(
                place(bucket, key),
                () -> client.putObject(FileUpload.whole(bucket, key, content, new Http.Headers())));
    }

    /**
     * Writes a small object only where there is none, by {@code If-None-Match: *}.
     *
     * @return whether the object there is now this content by this call; a write whose answer was
     *     lost counts
     */
    public boolean putIfAbsent(String bucket, String key, byte[] content) throws StorageException {
        var place = place(bucket, key);
        var headers = new Http.Headers("If-None-Match", "*");
        int tries =
                settings.retries()
                        .run(
                                number -> {
                                    try {
                                        requests.await(
                                                client.putObject(
                                                        FileUpload.whole(
                                                                bucket, key, content, headers)));
                                        return 0;
                                    } catch (Exception e) {
                                        if (FailureTranslation.isTaken(e)) {
                                            return number;
                                        }
                                        throw requests.failure(e, place);
                                    }
                                });
        if (tries <= 1) {
            return tries == 0;
        }
        return find(bucket, key, content.length)
                .filter(there -> Arrays.equals(there, content))
                .isPresent();
    }

    /**
     * Uploads a file, in parts where it is large; its checksum is computed from the bytes that were
     * sent.
     */
    public StoredFile putFile(String bucket, String key, Path file)
            throws StorageException, IOException {
        return new FileUpload(requests, client, bucket, key).send(file);
    }

    /** The object's bytes, empty where there is none. */
    public Optional<byte[]> find(String bucket, String key, int maxBytes) throws StorageException {
        try {
            return Optional.of(get(bucket, key, maxBytes));
        } catch (StorageException.NotFound e) {
            return Optional.empty();
        }
    }

    /**
     * The object's bytes.
     *
     * @throws StorageException.BadContent where it is longer than {@code maxBytes}
     */
    public byte[] get(String bucket, String key, int maxBytes) throws StorageException {
        var place = place(bucket, key);
        var args = GetObjectArgs.builder().bucket(bucket).object(key).build();
        RetryPolicy.Call<byte[]> read =
                number -> {
                    try (InputStream in = requests.await(client.getObject(args))) {
                        return in.readNBytes(maxBytes + 1);
                    } catch (Exception e) {
                        throw requests.failure(e, place);
                    }
                };
        byte[] bytes = absence.told(bucket, key, () -> settings.retries().run(read));
        if (bytes.length > maxBytes) {
            throw new StorageException.BadContent(
                    "%s: is longer than %d bytes; it was not written by Skerry"
                            .formatted(place, maxBytes),
                    null);
        }
        return bytes;
    }

    /** The object's size, empty where there is none. */
    public OptionalLong size(String bucket, String key) throws StorageException {
        var args = StatObjectArgs.builder().bucket(bucket).object(key).build();
        try {
            return OptionalLong.of(
                    absence.told(
                                    bucket,
                                    key,
                                    () ->
                                            requests.send(
                                                    place(bucket, key),
                                                    () -> client.statObject(args)))
                            .size());
        } catch (StorageException.NotFound e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Copies {@code size} bytes of an object to a stream, in ranges that are tried again one by
     * one.
     *
     * @throws StorageException.BadContent where the object is shorter
     * @throws IOException where the stream cannot be written
     */
    public void copy(String bucket, String key, long size, OutputStream out)
            throws StorageException, IOException {
        var place = place(bucket, key);
        for (long offset = 0; offset < size; offset += PART_BYTES) {
            int length = (int) Math.min(PART_BYTES, size - offset);
            var args =
                    GetObjectArgs.builder()
                            .bucket(bucket)
                            .object(key)
                            .offset(offset)
                            .length((long) length)
                            .build();
            byte[] piece =
                    settings.retries()
                            .run(
                                    number -> {
                                        try (InputStream in =
                                                requests.await(client.getObject(args))) {
                                            return in.readNBytes(length);
                                        } catch (Exception e) {
                                            throw requests.failure(e, place);
                                        }
                                    });
            if (piece.length < length) {
                throw new StorageException.BadContent(
                        "%s: ends after %d bytes, %d were expected; the object was changed after publishing"
                                .formatted(place, offset + piece.length, size),
                        null);
            }
            out.write(piece);
        }
    }

    /** All objects below a prefix, in key order. */
    public List<ObjectInfo> list(String bucket, String prefix) throws StorageException {
        return new Listing(requests, client, bucket)
                .below(prefix, true).stream().filter(o -> !o.key().endsWith("/")).toList();
    }

    /** The names directly below a prefix that have something below themselves, without slashes. */
    public List<String> folders(String bucket, String prefix) throws StorageException {
        return new Listing(requests, client, bucket).folders(prefix);
    }

    /**
     * One page of what lies below a prefix, by one request.
     *
     * @param deep also what lies in folders; otherwise these stand for themselves
     * @param from where the page before ended; empty for the first one
     * @param most entries on it, 1 to 1000
     */
    public ObjectPage page(
            String bucket, String prefix, boolean deep, Optional<String> from, int most)
            throws StorageException {
        return new Listing(requests, client, bucket).page(prefix, deep, from, most);
    }

    /** Removes an object; one that is gone already is fine. */
    public void delete(String bucket, String key) throws StorageException {
        requests.send(
                place(bucket, key),
                () ->
                        client.removeObject(
                                RemoveObjectArgs.builder().bucket(bucket).object(key).build()));
    }

    /**
     * Removes everything below a prefix, {@code last} (a key such as the manifest's) before all
     * others, so that no reader takes what is half gone for whole.
     *
     * @param kept keys that stay
     */
    public void deleteAll(String bucket, String prefix, String last, Set<String> kept)
            throws StorageException {
        if (prefix.isEmpty() || !prefix.endsWith("/")) {
            throw new IllegalArgumentException(
                    "prefix: \"" + prefix + "\" must name a folder and end in a slash");
        }
        delete(bucket, last);
        for (var object : list(bucket, prefix)) {
            if (!kept.contains(object.key())) {
                delete(bucket, object.key());
            }
        }
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    static String place(String bucket, String key) {
        return key.isEmpty() ? "s3://" + bucket : "s3://" + bucket + "/" + key;
    }
}
