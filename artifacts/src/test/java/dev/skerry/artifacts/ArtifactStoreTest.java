package dev.skerry.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {

    @TempDir Path folder;
    private final String bucket = Stores.bucket();
    private final ObjectStorage storage = new ObjectStorage(Stores.settings());
    private ArtifactStore store;

    @BeforeEach
    void makeBucket() throws StorageException {
        storage.ensureBucket(bucket);
        store = new ArtifactStore(storage, bucket);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void aPublishedVersionComesBackByteForByte() throws Exception {
        var small = Publications.file(folder, "small", 1000, 1);
        var large = Publications.file(folder, "large", 2 * ObjectStorage.PART_BYTES + 12345, 2);
        var empty = Publications.file(folder, "empty", 0, 3);

        var version =
                store.publish(
                        Publications.by(
                                "pod-1",
                                Map.of(
                                        "files.tsv",
                                        small,
                                        "vectors.f32",
                                        large,
                                        "sub/empty",
                                        empty)));

        assertThat(version)
                .isEqualTo(
                        new ArtifactVersion(
                                "code", "v1", "s3://" + bucket + "/artifacts/demo/code/v1/"));
        var target = folder.resolve("down");
        var manifest = store.download("demo", "code", "v1", target);
        assertThat(manifest.properties()).containsEntry("dimensions", "64");
        assertThat(target.resolve("files.tsv")).hasSameBinaryContentAs(small);
        assertThat(target.resolve("vectors.f32")).hasSameBinaryContentAs(large);
        assertThat(target.resolve("sub/empty")).isEmptyFile();
        try (var left = Files.walk(target)) {
            assertThat(left.filter(Files::isRegularFile)).hasSize(3);
        }
        assertThat(store.verify("demo", "code", "v1").files()).hasSize(3);
    }

    @Test
    void versionsCountUpAndAreListedNewestFirst() throws Exception {
        for (int i = 1; i <= 11; i++) {
            store.publish(one("pod-" + i, i));
        }
        assertThat(store.versions("demo", "code"))
                .extracting(ArtifactVersion::number)
                .containsExactly(11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(store.latest("demo", "code")).map(ArtifactVersion::version).contains("v11");
        assertThat(store.latest("demo", "other")).isEmpty();
    }

    @Test
    void theSameProducerPublishesOnce() throws Exception {
        var first = store.publish(one("pod-1", 1));
        var between = store.publish(one("pod-2", 2));
        var again = store.publish(one("pod-1", 3));

        assertThat(again).isEqualTo(first);
        assertThat(between.version()).isEqualTo("v2");
        assertThat(store.versions("demo", "code")).hasSize(2);
    }

    @Test
    void writersAtTheSameTimeGetDifferentVersionsWithTheirOwnFiles() throws Exception {
        int writers = 6;
        var together = new CyclicBarrier(writers);
        var results = new ArrayList<Future<ArtifactVersion>>();
        var sources = new ArrayList<Path>();
        try (var threads = Executors.newFixedThreadPool(writers)) {
            for (int i = 0; i < writers; i++) {
                var publication = one("pod-" + i, i);
                sources.add(publication.files().get("a.bin"));
                Callable<ArtifactVersion> task =
                        () -> {
                            together.await(10, TimeUnit.SECONDS);
                            return store.publish(publication);
                        };
                results.add(threads.submit(task));
            }
        }
        assertThat(results)
                .extracting(r -> r.get().number())
                .doesNotHaveDuplicates()
                .hasSize(writers);
        for (int i = 0; i < writers; i++) {
            var target = folder.resolve("of-" + i);
            store.download("demo", "code", results.get(i).get().version(), target);
            assertThat(target.resolve("a.bin")).hasSameBinaryContentAs(sources.get(i));
        }
    }

    @Test
    void aPublisherThatIsKilledLeavesNoVersionAndTheNextOneTakesAnotherNumber() throws Exception {
        var small = Publications.file(folder, "a", 100, 1);
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        var program =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledPublisher.class.getName(),
                                Stores.endpoint().toString(),
                                bucket,
                                small.toString(),
                                pipe.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("child.log").toFile());
        program.environment().put("AWS_ACCESS_KEY_ID", Stores.settings().accessKey());
        program.environment().put("AWS_SECRET_ACCESS_KEY", Stores.settings().secretKey());
        var child = program.start();
        try {
            awaitObject(child, "artifacts/demo/code/v1/a.bin");
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(store.latest("demo", "code")).isEmpty();
        assertThatThrownBy(() -> store.read("demo", "code", "v1"))
                .isInstanceOf(StorageException.NotFound.class);

        assertThat(store.publish(one("pod-2", 2)).version()).isEqualTo("v2");
        assertThat(store.publish(one("pod-killed", 3)).version()).isEqualTo("v1");
        assertThat(store.verify("demo", "code", "v1").files()).hasSize(1);
    }

    @Test
    void aFileThatCannotBeReadLeavesNoVersion() {
        var publication = Publications.by("pod-1", Map.of("a.bin", folder.resolve("missing")));
        assertThatThrownBy(() -> store.publish(publication))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(latest()).isEmpty();
    }

    @Test
    void anAnswerLostOnTheWayDoesNotPublishTwice() throws Exception {
        try (var wire = new FaultyWire(Stores.endpoint());
                var flaky = new ObjectStorage(through(wire))) {
            var through = new ArtifactStore(flaky, bucket);
            for (int i = 1; i <= 5; i++) {
                wire.loseAnswers(2);
                assertThat(through.publish(one("pod-" + i, i)).number()).isEqualTo(i);
            }
        }
        assertThat(store.versions("demo", "code")).hasSize(5);
        assertThat(store.verify("demo", "code", "v5").files()).hasSize(1);
    }

    @Test
    void aChangedObjectIsFoundOutAndNeverGetsItsName() throws Exception {
        store.publish(one("pod-1", 1));
        var key = "artifacts/demo/code/v1/a.bin";
        var content = storage.get(bucket, key, 1 << 20);
        content[500] ^= 1;
        storage.put(bucket, key, content);

        assertThatThrownBy(() -> store.verify("demo", "code", "v1"))
                .isInstanceOf(StorageException.BadContent.class)
                .hasMessageContaining("/v1/a.bin: has SHA-256 ")
                .hasMessageContaining("use another version");
        var target = folder.resolve("down");
        assertThatThrownBy(() -> store.download("demo", "code", "v1", target))
                .isInstanceOf(StorageException.BadContent.class);
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void aShortenedOrMissingObjectIsFoundOut() throws Exception {
        store.publish(one("pod-1", 1));
        var key = "artifacts/demo/code/v1/a.bin";
        storage.put(bucket, key, new byte[10]);
        assertThatThrownBy(() -> store.verify("demo", "code", "v1"))
                .isInstanceOf(StorageException.BadContent.class)
                .hasMessageContaining("has 10 bytes, its manifest says 1000");
        storage.delete(bucket, key);
        assertThatThrownBy(() -> store.download("demo", "code", "v1", folder.resolve("d")))
                .isInstanceOf(StorageException.BadContent.class)
                .hasMessageContaining("is gone");
    }

    @Test
    void aManifestThatLeadsOutOfTheFolderIsRefused() throws Exception {
        var hash = "0".repeat(64);
        for (var path :
                new String[] {"../../etc/passwd", "/etc/passwd", "a/../b", "", "a//b", ".x"}) {
            var json =
                    """
                    {"version":1,"kind":"model","files":[{"path":"%s","sha256":"%s","size":1}]}"""
                            .formatted(path, hash);
            storage.put(
                    bucket,
                    "artifacts/demo/code/v1/manifest.json",
                    json.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> store.download("demo", "code", "v1", folder.resolve("d")))
                    .as(path)
                    .isInstanceOf(StorageException.BadContent.class)
                    .hasMessageContaining("manifest.json: names a file");
        }
    }

    @Test
    void aManifestThatIsNoneIsBadContent() throws Exception {
        for (var text :
                new String[] {"", "null", "[]", "{", "{\"version\":2}", "{\"version\":1}"}) {
            storage.put(
                    bucket,
                    "artifacts/demo/code/v1/manifest.json",
                    text.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> store.read("demo", "code", "v1"))
                    .as(text)
                    .isInstanceOf(StorageException.BadContent.class);
        }
    }

    private Publication one(String podUid, int seed) throws IOException {
        return Publications.by(podUid, Map.of("a.bin", Publications.file(folder, "f", 1000, seed)));
    }

    private java.util.Optional<ArtifactVersion> latest() {
        try {
            return store.latest("demo", "code");
        } catch (StorageException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitObject(Process child, String key) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (storage.size(bucket, key).isEmpty()) {
            assertThat(child.isAlive())
                    .as(() -> "child: " + logOf(folder.resolve("child.log")))
                    .isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            child.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    private static String logOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    static StorageSettings through(FaultyWire wire) {
        var direct = Stores.settings();
        return new StorageSettings(
                wire.endpoint(),
                direct.accessKey(),
                direct.secretKey(),
                direct.region(),
                direct.connectTimeout(),
                direct.callTimeout(),
                direct.retries());
    }
}
