package dev.skerry.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.api.wire.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

    @TempDir Path folder;
    private final String bucket = Stores.bucket();
    private final ObjectStorage storage = new ObjectStorage(Stores.settings());
    private CheckpointStore store;

    @BeforeEach
    void makeBucket() throws StorageException {
        storage.ensureBucket(bucket);
        store = new CheckpointStore(storage, bucket);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void theFurthestOfAllAttemptsIsTheNewest() throws Exception {
        save(at(1, 1, "pod-a", 10));
        save(at(1, 2, "pod-b", 20));
        save(at(1, 2, "pod-b", 9));
        save(at(2, 1, "pod-c", 99));
        assertThat(store.newestGood("demo", "job-1", 1)).contains(at(1, 2, "pod-b", 20));
        assertThat(store.list("demo", "job-1", 1))
                .extracting(Checkpoint::step)
                .containsExactly(20L, 10L, 9L);
        assertThat(store.newestGood("demo", "job-1", 3)).isEmpty();
    }

    @Test
    void aBadOneIsSteppedOver() throws Exception {
        save(at(1, 1, "pod-a", 1));
        save(at(1, 1, "pod-a", 2));
        save(at(1, 1, "pod-a", 3));
        storage.put(bucket, at(1, 1, "pod-a", 3).prefix() + "model.bin", new byte[3]);
        storage.put(
                bucket,
                at(1, 1, "pod-a", 2).prefix() + "manifest.json",
                "{".getBytes(StandardCharsets.UTF_8));
        assertThat(store.newestGood("demo", "job-1", 1)).contains(at(1, 1, "pod-a", 1));
        assertThatThrownBy(() -> store.verify(at(1, 1, "pod-a", 3)))
                .isInstanceOf(StorageException.BadContent.class)
                .hasMessageContaining("has 3 bytes");
    }

    @Test
    void anIncompleteOneDoesNotExist() throws Exception {
        storage.put(bucket, at(1, 1, "pod-a", 5).prefix() + "model.bin", new byte[3]);
        assertThat(store.list("demo", "job-1", 1)).isEmpty();
        assertThat(store.newestGood("demo", "job-1", 1)).isEmpty();
    }

    @Test
    void savingTheSameStepAgainFindsItDone() throws Exception {
        var first = save(at(1, 1, "pod-a", 5));
        assertThat(save(at(1, 1, "pod-a", 5))).isEqualTo(first);
    }

    @Test
    void whatIsDownloadedIsWhatWasSaved() throws Exception {
        var file = Publications.file(folder, "m", 5000, 5);
        var checkpoint = at(1, 1, "pod-a", 5);
        store.save(checkpoint, Map.of("model.bin", file), Map.of("epoch", "5"), null);
        var manifest = store.download(checkpoint, folder.resolve("down"));
        assertThat(manifest.properties()).containsEntry("epoch", "5");
        assertThat(folder.resolve("down/model.bin")).hasSameBinaryContentAs(file);
    }

    @Test
    void pruningKeepsTheLastGoodOnesAndTheBest() throws Exception {
        for (int step = 1; step <= 6; step++) {
            save(at(1, 1, "pod-a", step));
        }
        storage.put(bucket, at(1, 1, "pod-a", 6).prefix() + "model.bin", new byte[3]);
        store.prune("demo", "job-1", 1, 2, Set.of(at(1, 1, "pod-a", 2)));
        assertThat(store.list("demo", "job-1", 1))
                .extracting(Checkpoint::step)
                .containsExactly(5L, 4L, 2L);
        assertThatThrownBy(() -> store.prune("demo", "job-1", 1, 0, Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPrefixIsReadBackAndNothingElseIs() {
        var checkpoint = at(2, 3, "pod-a", 70);
        assertThat(Checkpoint.ofPrefix(checkpoint.prefix())).contains(checkpoint);
        for (var odd :
                new String[] {
                    "",
                    "checkpoints/demo/job-1/r2-a3-pod-a/",
                    "checkpoints/demo/job-1/r2-a3-pod-a/70",
                    "checkpoints/demo/job-1/r2-a3-pod-a/070/",
                    "checkpoints/../job-1/r2-a3-pod-a/70/",
                    "checkpoints/demo/job 1/r2-a3-pod-a/70/",
                    "checkpoints/demo/job-1/r0-a3-pod-a/70/",
                    "checkpoints/demo/job-1/r2-a3-pod-a/99999999999999999999/",
                    "artifacts/demo/job-1/r2-a3-pod-a/70/"
                }) {
            assertThat(Checkpoint.ofPrefix(odd)).as(odd).isEmpty();
        }
    }

    @Test
    void aDeletedOneIsGoneAndDeletingAgainIsFine() throws Exception {
        save(at(1, 1, "pod-a", 1));
        save(at(1, 1, "pod-a", 2));
        store.delete(at(1, 1, "pod-a", 1));
        store.delete(at(1, 1, "pod-a", 1));
        assertThat(storage.list(bucket, at(1, 1, "pod-a", 1).prefix())).isEmpty();
        assertThat(store.list("demo", "job-1", 1)).containsExactly(at(1, 1, "pod-a", 2));
    }

    @Test
    void foldersThatAreNoCheckpointsAreLeftAlone() throws Exception {
        for (var odd : new String[] {"r1-a0-x/1", "r1-a1-x/one", "r1-a1-x/01", "other/1", "r1/1"}) {
            storage.put(bucket, "checkpoints/demo/job-1/" + odd + "/manifest.json", new byte[2]);
        }
        assertThat(store.list("demo", "job-1", 1)).isEmpty();
    }

    private Manifest save(Checkpoint checkpoint) throws IOException {
        var file = Publications.file(folder, "m", 100, (int) checkpoint.step());
        return store.save(checkpoint, Map.of("model.bin", file), Map.of(), null);
    }

    private static Checkpoint at(int run, int attempt, String podUid, long step) {
        return new Checkpoint("demo", "job-1", run, attempt, podUid, step);
    }
}
