package dev.skerry.local.controlplane;

import java.io.IOException;

/**
 * An S3 server for tests, started at the first use in a JVM and ended with it. A test makes buckets
 * of its own.
 */
public final class TestObjectStore {
    private TestObjectStore() {}

    public static ObjectStore shared() {
        return Holder.INSTANCE;
    }

    private static ObjectStore start() {
        try {
            var folder = new TestFolder("minio");
            var store = BinaryStore.ofUser(LoggedEvents::log);
            return folder.closedAtTheEnd(
                    ObjectStore.start(
                            folder.path().resolve("minio"),
                            store,
                            folder.children(),
                            LoggedEvents::log));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the test S3 server started", e);
        } catch (IOException | BinaryUnavailableException e) {
            throw new IllegalStateException(
                    "the test S3 server does not start: " + e.getMessage(), e);
        }
    }

    private static final class Holder {
        static final ObjectStore INSTANCE = start();
    }
}
