package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skerry.artifacts.ArtifactStore;
import dev.skerry.artifacts.CheckpointStore;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.StorageException;
import dev.skerry.artifacts.StorageSettings;
import dev.skerry.artifacts.fault.FaultFolder;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.local.controlplane.BinaryStore;
import dev.skerry.local.controlplane.Children;
import dev.skerry.local.controlplane.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key of object storage for one namespace, by the policy that ships, at a real server. */
@Timeout(240)
@TestInstance(Lifecycle.PER_CLASS)
class NamespaceKeyTest {
    private static final String BUCKET = "skerry";
    private static final String POLICY = "../operator/k8s/storage-policy.json";
    private static final String USER = "demo-jobs";
    private static final String SECRET = "a-secret-of-demo";
    private static final Duration COMES = Duration.ofSeconds(60);

    private Path folder;
    private Children children;
    private ObjectStore server;
    private ObjectStorage root;
    private ObjectStorage demo;

    @BeforeAll
    void start(@TempDir Path ofAllTests) throws Exception {
        folder = ofAllTests;
        children = Children.open(folder.resolve("run"));
        server =
                ObjectStore.start(
                        folder.resolve("minio"), BinaryStore.ofUser(event -> {}), children);
        root = storage(server.accessKey(), server.secretKey());
        root.ensureBucket(BUCKET);
        for (var key :
                List.of(
                        "artifacts/other/flask/v1/manifest.json",
                        "artifacts/demo2/flask/v1/manifest.json",
                        "checkpoints/other/uid/r1-a1-pod/1/manifest.json",
                        "reports/other/uid/pod.json",
                        "elsewhere/x")) root.put(BUCKET, key, new byte[] {1});
        new StorageAdmin(server)
                .makeUser(
                        USER,
                        SECRET,
                        Files.readString(Path.of(POLICY))
                                .replace("BUCKET", BUCKET)
                                .replace("NAMESPACE", "demo"));
        demo = storage(USER, SECRET);
    }

    @AfterAll
    void stop() throws Exception {
        demo.close();
        root.close();
        server.close();
        children.close();
    }

    @Test
    void isAllThatAJobNeeds() throws Exception {
        try (var pod = new TestPod(Files.createDirectory(folder.resolve("pod")), 100)) {
            var faults = new FaultFolder(Files.createDirectory(folder.resolve("faults")));
            pod.jvm.add(faults.jvmOption());
            pod.environment.put("AWS_ENDPOINT_URL_S3", server.endpoint().toString());
            pod.environment.put("AWS_ACCESS_KEY_ID", USER);
            pod.environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
            faults.hold(FaultPoint.EPOCH_ENDED.id());
            var program = pod.start();
            assertThat(faults.awaitStanding(FaultPoint.EPOCH_ENDED.id(), COMES))
                    .as(pod::log)
                    .isPresent();
            program.destroy();
            await("the stop is heard")
                    .atMost(COMES)
                    .until(() -> pod.log().contains("program.stopping"));
            faults.release();
            assertThat(pod.exitCodeOf(program)).as(pod::log).isEqualTo(143);
            var saved = new CheckpointStore(root, BUCKET).list("demo", JobFiles.JOB, 2).getFirst();

            pod.environment.put("SKERRY_RESUME_FROM", saved.prefix());
            pod.operator.statuses.addAll(Collections.nCopies(100, 403));
            assertThat(pod.exitCode()).as(pod::log).isZero();
            assertThat(pod.log())
                    .contains("resume.from prefix=" + saved.prefix())
                    .doesNotContain("refused the credentials");
            assertThat(new ArtifactStore(root, BUCKET).latest("demo", "flask")).isPresent();
            assertThat(
                            root.size(
                                    BUCKET,
                                    "reports/demo/%s/%s.json"
                                            .formatted(JobFiles.JOB, JobFiles.POD)))
                    .isPresent();
        }
    }

    @Test
    void takesFilesOfManyPartsAndRemovesItsOwn() throws Exception {
        var large = Files.write(folder.resolve("large"), new byte[ObjectStorage.PART_BYTES + 1]);
        demo.putFile(BUCKET, "artifacts/demo/large/v1/x", large);
        assertThat(demo.size(BUCKET, "artifacts/demo/large/v1/x"))
                .hasValue(ObjectStorage.PART_BYTES + 1);
        demo.deleteAll(BUCKET, "artifacts/demo/large/v1/", "artifacts/demo/large/v1/x", Set.of());
        assertThat(root.list(BUCKET, "artifacts/demo/large/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "artifacts/other/flask/v1/manifest.json",
                "artifacts/demo2/flask/v1/manifest.json",
                "checkpoints/other/uid/r1-a1-pod/1/manifest.json",
                "reports/other/uid/pod.json",
                "elsewhere/x"
            })
    void reachesNothingOfOthers(String key) throws Exception {
        var file = Files.write(folder.resolve("small"), new byte[] {2});
        refused(() -> demo.get(BUCKET, key, 10));
        refused(() -> demo.size(BUCKET, key));
        refused(() -> demo.put(BUCKET, key, new byte[] {2}));
        refused(() -> demo.putIfAbsent(BUCKET, key + "-new", new byte[] {2}));
        refused(() -> demo.putFile(BUCKET, key, file));
        refused(() -> demo.delete(BUCKET, key));
        assertThat(root.get(BUCKET, key, 10)).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "artifacts/",
                "artifacts/demo",
                "artifacts/other/",
                "artifacts/demo2/",
                "checkpoints/other/uid/",
                "reports/"
            })
    void listsNothingOfOthers(String prefix) {
        refused(() -> demo.list(BUCKET, prefix));
        refused(() -> demo.page(BUCKET, prefix, false, Optional.empty(), 1));
    }

    @Test
    void makesNoBucket() {
        refused(() -> demo.ensureBucket("another"));
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(StorageException.Refused.class);
    }

    private ObjectStorage storage(String key, String secret) {
        return new ObjectStorage(StorageSettings.of(server.endpoint(), key, secret, "us-east-1"));
    }
}
