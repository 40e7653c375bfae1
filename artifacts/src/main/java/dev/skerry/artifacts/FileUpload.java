package dev.skerry.artifacts;

import dev.skerry.api.wire.Sha256;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.UploadPartArgs;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;

/**
 * One file on its way up: whole where it fits one part, else as a multipart upload that is aborted
 * on any failure.
 */
final class FileUpload {

    private static final int MOST_PARTS = 10_000;

    private final Requests requests;
    private final MinioAsyncClient client;
    private final String bucket;
    private final String key;
    private final String place;
    private final MessageDigest digest = Sha256.digest();

    FileUpload(Requests requests, MinioAsyncClient client, String bucket, String key) {
        this.requests = requests;
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.place = ObjectStorage.place(bucket, key);
    }

    StoredFile send(Path file) throws StorageException, IOException {
        long size = Files.size(file);
        if (size > (long) ObjectStorage.PART_BYTES * MOST_PARTS) {
            throw new StorageException.Rejected(
                    "%s: %d bytes are too large for one object; split the file"
                            .formatted(place, size),
                    null);
        }
        try (var in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(ObjectStorage.PART_BYTES);
            digest.update(first);
            long sent = first.length;
            if (first.length < ObjectStorage.PART_BYTES) {
                requests.send(
                        place,
                        () -> client.putObject(whole(bucket, key, first, new Http.Headers())));
            } else {
                sent = parts(first, in);
            }
            return new StoredFile(key, HexFormat.of().formatHex(digest.digest()), sent);
        }
    }

    private long parts(byte[] first, InputStream in) throws StorageException, IOException {
        var create =
                CreateMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .headers(new Http.Headers("Content-Type", ContentTypes.of(key)))
                        .build();
        var upload = requests.send(place, () -> client.createMultipartUpload(create));
        var uploadId = upload.result().uploadId();
        boolean complete = false;
        try {
            var parts = new ArrayList<Part>();
            long sent = 0;
            for (byte[] piece = first; piece.length > 0; ) {
                parts.add(part(uploadId, parts.size() + 1, piece));
                sent += piece.length;
                piece = in.readNBytes(ObjectStorage.PART_BYTES);
                digest.update(piece);
            }
            var completion =
                    CompleteMultipartUploadArgs.builder()
                            .bucket(bucket)
                            .object(key)
                            .uploadId(uploadId)
                            .parts(parts.toArray(Part[]::new))
                            .build();
            requests.send(place, () -> client.completeMultipartUpload(completion));
            complete = true;
            return sent;
        } finally {
            if (!complete) {
                abort(uploadId);
            }
        }
    }

    private Part part(String uploadId, int number, byte[] piece) throws StorageException {
        var args =
                UploadPartArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .uploadId(uploadId)
                        .partNumber(number)
                        .data(piece, piece.length)
                        .build();
        return requests.send(place, () -> client.uploadPart(args)).part();
    }

    /**
     * Frees the parts; where that fails too the server's own expiry of unfinished uploads has to.
     */
    private void abort(String uploadId) {
        var args =
                AbortMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .uploadId(uploadId)
                        .build();
        client.abortMultipartUpload(args).exceptionally(e -> null).join();
    }

    /** One request for all of a small object. */
    static PutObjectAPIArgs whole(String bucket, String key, byte[] content, Http.Headers headers) {
        return PutObjectAPIArgs.builder()
                .bucket(bucket)
                .object(key)
                .data(content, content.length)
                .headers(headers)
                .contentType(ContentTypes.of(key))
                .build();
    }
}
