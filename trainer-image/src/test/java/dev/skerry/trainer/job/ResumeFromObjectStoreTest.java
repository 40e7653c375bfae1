package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skerry.artifacts.Checkpoint;
import dev.skerry.artifacts.CheckpointStore;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.StorageSettings;
import dev.skerry.artifacts.fault.FaultFolder;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.local.controlplane.BinaryStore;
import dev.skerry.local.controlplane.Children;
import dev.skerry.local.controlplane.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An attempt that goes on, and a real object store that is away, refuses, or holds damaged bytes.
 */
@Timeout(240)
class ResumeFromObjectStoreTest {

    private static final String BUCKET = "skerry";
    private static final int EPOCHS = 20;
    private static final Duration COMES = Duration.ofSeconds(60);
    private static final String DAMAGED = "in.f32";

    @TempDir Path folder;
    private Children children;
    private ObjectStore server;
    private ObjectStorage storage;
    private CheckpointStore checkpoints;
    private TestPod pod;
    private FaultFolder faults;

    @BeforeEach
    void start() throws Exception {
        children = Children.open(folder.resolve("run"));
        server = started();
        storage =
                new ObjectStorage(
                        StorageSettings.of(
                                server.endpoint(),
                                server.accessKey(),
                                server.secretKey(),
                                "us-east-1"));
        storage.ensureBucket(BUCKET);
        checkpoints = new CheckpointStore(storage, BUCKET);
        pod = new TestPod(Files.createDirectory(folder.resolve("pod")), 100);
        pod.environment.put("AWS_ENDPOINT_URL_S3", server.endpoint().toString());
        pod.environment.put("AWS_ACCESS_KEY_ID", server.accessKey());
        pod.environment.put("AWS_SECRET_ACCESS_KEY", server.secretKey());
        faults = new FaultFolder(Files.createDirectory(folder.resolve("faults")));
        pod.jvm.add(faults.jvmOption());
        pod.job(file -> TestPod.epochs(file, EPOCHS));
    }

    @AfterEach
    void stop() throws Exception {
        pod.close();
        storage.close();
        server.close();
        children.close();
    }

    @Test
    void anOutageCostsNothingThatWasSaved() throws Exception {
        stopAfterAnEpoch();
        var saved = goOn();
        server.close();
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(69);
        assertThat(pod.lastWords().path("class").asText()).isEqualTo("Service");
        assertThat(pod.lastWords().path("message").asText())
                .contains(saved.prefix())
                .contains("is away");

        server = started();
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.log()).contains("resume.from prefix=" + saved.prefix());
        assertThat(all()).contains(saved);
    }

    @Test
    void aRefusalCostsNothingThatWasSaved() throws Exception {
        stopAfterAnEpoch();
        var saved = goOn();
        pod.environment.put("AWS_SECRET_ACCESS_KEY", "another-secret");
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(78);
        assertThat(pod.lastWords().path("class").asText()).isEqualTo("Config");
        assertThat(pod.lastWords().path("message").asText()).contains("AWS_SECRET_ACCESS_KEY");
        assertThat(pod.vectors.points).isEmpty();
        assertThat(all()).containsExactly(saved);
    }

    @Test
    void ofDamagedCheckpointsTheNextOlderWholeOneIsTaken() throws Exception {
        for (int attempt = 1; attempt <= 4; attempt++) {
            stopAfterAnEpoch();
            goOn();
        }
        var newestFirst = all();
        assertThat(newestFirst).extracting(Checkpoint::step).containsExactly(4L, 3L, 2L, 1L);
        damage(newestFirst.get(0));
        storage.delete(BUCKET, newestFirst.get(1).prefix() + DAMAGED);
        storage.put(BUCKET, newestFirst.get(2).prefix() + "manifest.json", new byte[] {'{'});

        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.log())
                .contains("resume.from prefix=" + newestFirst.get(3).prefix())
                .contains("its manifest says", "is gone", "is not the JSON that was expected")
                .doesNotContain("resume.none");
        assertThat(pod.vectors.points).hasSize(101);
    }

    /** An attempt that is stopped behind its first epoch. */
    private void stopAfterAnEpoch() throws Exception {
        var point = FaultPoint.EPOCH_ENDED.id();
        faults.hold(point);
        var program = pod.start();
        assertThat(faults.awaitStanding(point, COMES)).as(pod::log).isPresent();
        program.destroy();
        await("the stop is heard")
                .atMost(COMES)
                .until(() -> pod.log().contains("program.stopping"));
        faults.release();
        assertThat(pod.exitCodeOf(program)).as(pod::log).isEqualTo(143);
    }

    /** Tells the next attempt of the furthest checkpoint. */
    private Checkpoint goOn() throws Exception {
        var furthest = all().getFirst();
        pod.environment.put("SKERRY_RESUME_FROM", furthest.prefix());
        return furthest;
    }

    private List<Checkpoint> all() throws Exception {
        return checkpoints.list("demo", JobFiles.JOB, 2);
    }

    private void damage(Checkpoint checkpoint) throws Exception {
        var key = checkpoint.prefix() + DAMAGED;
        var bytes = storage.get(BUCKET, key, 1 << 20);
        bytes[17]++;
        storage.put(BUCKET, key, bytes);
    }

    private ObjectStore started() throws Exception {
        return ObjectStore.start(
                folder.resolve("minio"), BinaryStore.ofUser(event -> {}), children);
    }
}
