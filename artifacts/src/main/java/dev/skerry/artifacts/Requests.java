package dev.skerry.artifacts;

import io.minio.errors.MinioException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends the library's requests: with a deadline, again where that can help, and with failures of
 * our own types.
 */
final class Requests {

    private final StorageSettings settings;
    private final FailureTranslation failures;

    Requests(StorageSettings settings) {
        this.settings = settings;
        this.failures = new FailureTranslation(settings.endpoint());
    }

    /** One request of the library. */
    @FunctionalInterface
    interface Request<T> {
        CompletableFuture<T> send() throws MinioException;
    }

    /**
     * @param place such as {@code s3://skerry/artifacts/demo/code/v4/manifest.json}
     */
    <T> T send(String place, Request<T> request) throws StorageException {
        return settings.retries()
                .run(
                        number -> {
                            try {
                                return await(request.send());
                            } catch (Exception e) {
                                throw failure(e, place);
                            }
                        });
    }

    RetryPolicy retries() {
        return settings.retries();
    }

    <T> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(settings.callTimeout().toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException e) {
            future.cancel(true);
            throw e;
        }
    }

    StorageException failure(Exception e, String place) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return failures.of(e, place);
    }
}
