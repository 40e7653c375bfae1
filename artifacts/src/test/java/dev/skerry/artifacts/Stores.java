package dev.skerry.artifacts;

import dev.skerry.local.controlplane.TestObjectStore;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** The S3 server of this JVM's tests, with a bucket for each test. */
final class Stores {

    private Stores() {}

    static URI endpoint() {
        return TestObjectStore.shared().endpoint();
    }

    static StorageSettings settings() {
        var store = TestObjectStore.shared();
        return StorageSettings.of(
                        store.endpoint(), store.accessKey(), store.secretKey(), "us-east-1")
                .with(
                        Duration.ofSeconds(20),
                        new RetryPolicy(3, Duration.ofMillis(20), Duration.ofMillis(100)));
    }

    static String bucket() {
        return "t-" + UUID.randomUUID();
    }
}
