package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skerry.trainer.ingest.publish.FaultyVectorStore.Fault;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pod's program as a process of its own, against the three servers it talks to. It lives too
 * briefly to repay the optimizing compiler, so it runs without.
 */
@Timeout(120)
class IngestionProgramTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;
    private TestPod pod;

    @BeforeEach
    void start() throws Exception {
        pod =
                new TestPod(
                        folder,
                        Map.of(
                                "app/__init__.py",
                                "",
                                "app/a.py",
                                "from app import b\n",
                                "app/b.py",
                                "import json\n"));
        pod.jvm.add("-XX:TieredStopAtLevel=1");
        pod.job(file -> file.withObject("/spec/embedding").retain("epochs"));
    }

    @AfterEach
    void stop() {
        pod.close();
    }

    @Test
    void aRepositoryBecomesPointsAnArtifactAndAResult() throws Exception {
        assertThat(pod.exitCode()).as(pod::log).isZero();

        assertThat(pod.vectors.points).hasSize(3);
        assertThat(pod.storage.objects.keySet())
                .contains(
                        "artifacts/demo/flask/v1/manifest.json",
                        "artifacts/demo/flask/v1/vectors.f32",
                        "artifacts/demo/flask/v1/files.tsv",
                        "artifacts/demo/flask/v1/edges.tsv");
        assertThat(pod.storage.objects.get("artifacts/demo/flask/v1/vectors.f32"))
                .hasSize(3 * 64 * 4);
        var manifest = JSON.readTree(pod.storage.text("artifacts/demo/flask/v1/manifest.json"));
        assertThat(manifest.path("kind").asText()).isEqualTo("embeddings");
        assertThat(manifest.path("provenance").path("podUid").asText()).isEqualTo(JobFiles.POD);

        var last = pod.operator.received().getLast().body();
        assertThat(last.path("percent").asInt()).isEqualTo(100);
        assertThat(last.path("result").path("files").asInt()).isEqualTo(3);
        assertThat(last.path("result").path("runId").asText()).isEqualTo("r2-a3-" + JobFiles.POD);
        assertThat(last.path("result").path("artifact").path("version").asText()).isEqualTo("v1");
        assertThat(pod.operator.received())
                .extracting(r -> r.body().path("percent").asInt())
                .isSorted();
        assertThat(pod.lastWords().path("result")).isEqualTo(last.path("result"));
        assertThat(pod.left()).isEmpty();
    }

    @Test
    void whereTheOperatorDoesNotListenTheResultIsLeftInStorage() throws Exception {
        pod.operator.statuses.addAll(java.util.Collections.nCopies(100, 403));
        assertThat(pod.exitCode()).as(pod::log).isZero();
        var kept =
                JSON.readTree(
                        pod.storage.text(
                                "reports/demo/%s/%s.json".formatted(JobFiles.JOB, JobFiles.POD)));
        assertThat(kept.path("result").path("files").asInt()).isEqualTo(3);
        assertThat(pod.lastWords().path("result").path("files").asInt()).isEqualTo(3);
    }

    @Test
    void aRepositoryWithoutSourcesIsADataFailure() throws Exception {
        var other = GitRepository.at(folder.resolve("other"), Map.of("README.md", "hello\n"));
        pod.job(file -> file.withObject("/spec/repository").put("url", other.toString()));
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(65);
        assertThat(pod.lastWords().path("class").asText()).isEqualTo("Data");
        assertThat(pod.operator.received().getLast().body().path("failure"))
                .isEqualTo(pod.lastWords());
        assertThat(pod.vectors.points).isEmpty();
        assertThat(pod.storage.objects).isEmpty();
        assertThat(pod.left()).isEmpty();
    }

    @Test
    void whatTheConfigurationForbidsIsAConfigFailure() throws Exception {
        pod.environment.put("SKERRY_ALLOW_FILE_URLS", "false");
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(78);
        assertThat(pod.lastWords().path("class").asText()).isEqualTo("Config");
        assertThat(pod.left()).isEmpty();
    }

    @Test
    void anEnvironmentThatLacksThingsNamesThemAll() throws Exception {
        pod.environment.remove("AWS_ACCESS_KEY_ID");
        pod.environment.remove("QDRANT_URL");
        pod.environment.put("SKERRY_POD_UID", "../x");
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(78);
        assertThat(pod.lastWords().path("message").asText())
                .contains(
                        "AWS_ACCESS_KEY_ID: is not set",
                        "QDRANT_URL: is not set",
                        "SKERRY_POD_UID: ");
    }

    @Test
    void aVectorStoreThatStaysAwayIsAServiceFailureWithoutAnArtifact() throws Exception {
        pod.vectors.upsertFaults.addAll(
                java.util.Collections.nCopies(100, new Fault.Fails(Status.Code.UNAVAILABLE)));
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(69);
        assertThat(pod.lastWords().path("class").asText()).isEqualTo("Service");
        assertThat(pod.storage.objects.keySet()).noneMatch(key -> key.startsWith("artifacts/"));
        assertThat(pod.left()).isEmpty();
    }

    @Test
    void aKeyThatStorageRefusesIsAConfigFailure() throws Exception {
        pod.storage.refuseWith = 403;
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(78);
        assertThat(pod.lastWords().path("message").asText()).contains("refused the credentials");
    }

    @Test
    void aSignalEndsTheJobAsPreemptedWithinTheGracePeriod() throws Exception {
        pod.vectors.upsertFaults.addAll(List.of(new Fault.Hangs(), new Fault.Hangs()));
        var program = pod.start();
        pod.untilReport(report -> report.path("stage").asText().equals("Publish"));
        long start = System.nanoTime();
        program.destroy();
        assertThat(program.waitFor(28, TimeUnit.SECONDS)).as(pod::log).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(program.exitValue()).isEqualTo(143);
        assertThat(pod.lastWords().path("class").asText()).isEqualTo("Preempted");
        assertThat(pod.operator.received().getLast().body().path("failure").path("class").asText())
                .isEqualTo("Preempted");
        assertThat(pod.storage.objects.keySet()).noneMatch(key -> key.startsWith("artifacts/"));
        assertThat(pod.left()).isEmpty();
    }

    @Test
    void workThatHangsIsSeenAsReportsWithoutMovement() throws Exception {
        pod.vectors.upsertFaults.addAll(List.of(new Fault.Hangs(), new Fault.Hangs()));
        pod.start();
        var received =
                pod.operator.await(
                        all ->
                                all.stream().map(r -> moving(r.body())).distinct().count()
                                        <= all.size() - 2);
        assertThat(received).extracting(r -> r.body().path("seq").asInt()).doesNotHaveDuplicates();
    }

    private static JsonNode moving(JsonNode report) {
        return ((ObjectNode) report.deepCopy()).without(List.of("seq", "at"));
    }

    @Test
    void theOperatorsCommandStopsTheJob() throws Exception {
        pod.operator.reply = "{\"command\":\"checkpoint-and-stop\",\"intervalSeconds\":1}";
        pod.vectors.upsertFaults.addAll(List.of(new Fault.Hangs(), new Fault.Hangs()));
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(143);
        assertThat(pod.lastWords().path("class").asText()).isEqualTo("Preempted");
    }

    @Test
    void aHeapThatIsFullEndsWithThree() throws Exception {
        pod.jvm.add("-Xmx6m");
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(3);
    }
}
