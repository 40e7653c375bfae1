package dev.skerry.artifacts;

import io.minio.MinioAsyncClient;
import java.util.Optional;

/**
 * What is not there, told apart from what is forbidden: S3 answers 403 for both to a key that may
 * list only below some prefixes, but its listing of exactly that name tells.
 */
final class Absence {

    private final Requests requests;
    private final MinioAsyncClient client;

    Absence(Requests requests, MinioAsyncClient client) {
        this.requests = requests;
        this.client = client;
    }

    /** A read of one object. */
    @FunctionalInterface
    interface Read<T> {
        T run() throws StorageException;
    }

    /**
     * @throws StorageException.NotFound also where the read is refused and the object not listed
     */
    <T> T told(String bucket, String key, Read<T> read) throws StorageException {
        try {
            return read.run();
        } catch (StorageException.Refused e) {
            if (isListed(bucket, key, e)) {
                throw e;
            }
            throw new StorageException.NotFound(
                    "%s: does not exist; check the name"
                            .formatted(ObjectStorage.place(bucket, key)),
                    e);
        }
    }

    private boolean isListed(String bucket, String key, StorageException.Refused refused)
            throws StorageException {
        try {
            return new Listing(requests, client, bucket)
                    .page(key, true, Optional.empty(), 1).objects().stream()
                            .anyMatch(object -> object.key().equals(key));
        } catch (StorageException.Refused | StorageException.Rejected e) {
            throw refused;
        }
    }
}
