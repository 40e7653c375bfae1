package dev.skerry.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a version that was removed: its number. */
class DeletedVersionTest {
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
    void aDeletedVersionIsNoLongerListed() throws Exception {
        store.publish(one("pod-1", 1));
        store.publish(one("pod-2", 2));
        store.delete("demo", "code", "v1");
        assertThat(store.versions("demo", "code")).extracting("version").containsExactly("v2");
        assertThat(storage.list(bucket, "artifacts/demo/code/v1/"))
                .extracting("key")
                .containsExactly("artifacts/demo/code/v1/.claim");
    }

    @Test
    void theNumberOfADeletedVersionIsNeverGivenAgain() throws Exception {
        store.publish(one("pod-1", 1));
        store.publish(one("pod-2", 2));
        store.delete("demo", "code", "v2");
        assertThat(store.publish(one("pod-3", 3)).version()).isEqualTo("v3");
        assertThat(store.publish(one("pod-2", 2)).version()).as("by its own maker").isEqualTo("v4");
        assertThat(store.publish(one("pod-2", 2)).version()).as("twice").isEqualTo("v4");
        assertThat(store.versions("demo", "code"))
                .extracting("version")
                .containsExactly("v4", "v3", "v1");
    }

    private Publication one(String podUid, int seed) throws IOException {
        return Publications.by(podUid, Map.of("a.bin", Publications.file(folder, "f", 1000, seed)));
    }
}
