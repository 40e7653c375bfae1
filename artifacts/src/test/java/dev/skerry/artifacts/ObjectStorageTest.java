package dev.skerry.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStorageTest {

    private static final RetryPolicy QUICK =
            new RetryPolicy(3, Duration.ofMillis(5), Duration.ofMillis(20));

    @TempDir Path folder;

    @Test
    void ofTwoConditionalWritesTheSecondIsRefused() throws Exception {
        try (var storage = new ObjectStorage(Stores.settings())) {
            var bucket = Stores.bucket();
            storage.ensureBucket(bucket);
            assertThat(storage.putIfAbsent(bucket, "k", bytes("one"))).isTrue();
            assertThat(storage.putIfAbsent(bucket, "k", bytes("two"))).isFalse();
            assertThat(storage.get(bucket, "k", 10)).isEqualTo(bytes("one"));
        }
    }

    @Test
    void makingABucketTwiceIsFine() throws Exception {
        try (var storage = new ObjectStorage(Stores.settings())) {
            var bucket = Stores.bucket();
            assertThat(storage.bucketExists(bucket)).isFalse();
            storage.ensureBucket(bucket);
            storage.ensureBucket(bucket);
            assertThat(storage.bucketExists(bucket)).isTrue();
        }
    }

    @Test
    void aMissingBucketIsNamed() throws Exception {
        try (var storage = new ObjectStorage(Stores.settings())) {
            var bucket = Stores.bucket();
            assertThatThrownBy(() -> storage.put(bucket, "a/b", bytes("x")))
                    .isInstanceOf(StorageException.NoBucket.class)
                    .hasMessage(
                            "s3://%s: the bucket does not exist at %s; create it or name another",
                            bucket, Stores.endpoint());
            assertThatThrownBy(() -> storage.list(bucket, "a/"))
                    .isInstanceOf(StorageException.NoBucket.class);
            assertThatThrownBy(() -> storage.get(bucket, "a", 1))
                    .isInstanceOf(StorageException.NoBucket.class);
        }
    }

    @Test
    void aWrongKeyIsRefusedWithoutAnotherTry() throws Exception {
        var wrong =
                StorageSettings.of(
                        Stores.endpoint(), Stores.settings().accessKey(), "wrong", "us-east-1");
        try (var storage = new ObjectStorage(wrong)) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> storage.put("anything", "a", bytes("x")))
                    .isInstanceOf(StorageException.Refused.class)
                    .hasMessageContaining("refused the credentials (SignatureDoesNotMatch)")
                    .hasMessageNotContaining("wrong,");
            assertThatThrownBy(() -> storage.bucketExists("anything"))
                    .isInstanceOf(StorageException.Refused.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void aStoreThatIsAwayIsTransient() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (var storage = new ObjectStorage(at(port, Duration.ofSeconds(2)))) {
            assertThatThrownBy(() -> storage.put("bucket", "a", bytes("x")))
                    .isInstanceOf(StorageException.Unavailable.class)
                    .hasMessageContaining(
                            "s3://bucket/a: object storage at http://127.0.0.1:" + port);
            assertThatThrownBy(() -> storage.list("bucket", "a/"))
                    .isInstanceOf(StorageException.Unavailable.class);
            assertThatThrownBy(() -> storage.folders("bucket", "a/"))
                    .isInstanceOf(StorageException.Unavailable.class);
        }
    }

    @Test
    void aStoreThatNeverAnswersHasADeadline() throws Exception {
        try (var silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                var storage =
                        new ObjectStorage(
                                at(silent.getLocalPort(), Duration.ofMillis(200))
                                        .with(Duration.ofMillis(200), RetryPolicy.ONCE))) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> storage.get("bucket", "a", 10))
                    .isInstanceOf(StorageException.Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void aBusyStoreIsAskedAgainAndABadRequestIsNot() throws Exception {
        var asked = new AtomicInteger();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/busy",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    int status = asked.incrementAndGet() < 3 ? 503 : 200;
                    exchange.getResponseHeaders().add("ETag", "\"x\"");
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        var refused = new AtomicInteger();
        server.createContext(
                "/proxy",
                exchange -> {
                    refused.incrementAndGet();
                    exchange.getRequestBody().readAllBytes();
                    var page = bytes("<html>not here</html>");
                    exchange.getResponseHeaders().add("Content-Type", "text/html");
                    exchange.sendResponseHeaders(418, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        server.start();
        try (var storage =
                new ObjectStorage(at(server.getAddress().getPort(), Duration.ofSeconds(2)))) {
            storage.put("busy", "a", bytes("x"));
            assertThat(asked).hasValue(3);
            assertThatThrownBy(() -> storage.put("proxy", "a", bytes("x")))
                    .isInstanceOf(StorageException.Rejected.class)
                    .hasMessageContaining("HTTP 418");
            assertThat(refused).hasValue(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anObjectLongerThanExpectedIsNotReadToItsEnd() throws Exception {
        try (var storage = new ObjectStorage(Stores.settings())) {
            var bucket = Stores.bucket();
            storage.ensureBucket(bucket);
            storage.put(bucket, "k", new byte[1000]);
            assertThatThrownBy(() -> storage.get(bucket, "k", 999))
                    .isInstanceOf(StorageException.BadContent.class)
                    .hasMessageContaining("longer than 999 bytes");
            assertThat(storage.find(bucket, "none", 10)).isEmpty();
        }
    }

    @Test
    void foldersAndObjectsAreListed() throws Exception {
        try (var storage = new ObjectStorage(Stores.settings())) {
            var bucket = Stores.bucket();
            storage.ensureBucket(bucket);
            for (var key : new String[] {"p/a/1", "p/a/2", "p/b/1", "p/c", "q/x"}) {
                storage.put(bucket, key, bytes(key));
            }
            assertThat(storage.folders(bucket, "p/")).containsExactly("a", "b");
            assertThat(storage.list(bucket, "p/"))
                    .extracting(ObjectInfo::key)
                    .containsExactly("p/a/1", "p/a/2", "p/b/1", "p/c");
            storage.deleteAll(bucket, "p/", "p/c", Set.of());
            assertThat(storage.list(bucket, "")).extracting(ObjectInfo::key).containsExactly("q/x");
        }
    }

    private static StorageSettings at(int port, Duration callTimeout) {
        return StorageSettings.of(
                        URI.create("http://127.0.0.1:" + port), "key", "secret", "us-east-1")
                .with(callTimeout, QUICK);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
