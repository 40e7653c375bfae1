package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skerry.trainer.ingest.publish.FaultyVectorStore;
import dev.skerry.trainer.ingest.publish.FaultyVectorStore.Fault;
import dev.skerry.trainer.report.OperatorDouble;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
    private String memory = "-Xmx512m";
    private FaultyVectorStore vectors;
    private MemoryS3 storage;
    private OperatorDouble operator;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() throws Exception {
        vectors = new FaultyVectorStore();
        storage = new MemoryS3();
        operator = new OperatorDouble();
        Files.createDirectory(folder.resolve("work"));
        GitRepository.at(
                folder.resolve("repository"),
                Map.of(
                        "app/__init__.py",
                        "",
                        "app/a.py",
                        "from app import b\n",
                        "app/b.py",
                        "import json\n"));
        environment.putAll(
                Map.of(
                        "SKERRY_JOB_FILE", folder.resolve("job.json").toString(),
                        "SKERRY_TERMINATION_LOG", folder.resolve("last-words").toString(),
                        "SKERRY_WORK_DIR", folder.resolve("work").toString(),
                        "SKERRY_POD_UID", JobFiles.POD,
                        "SKERRY_ALLOW_FILE_URLS", "true",
                        "AWS_ENDPOINT_URL_S3", storage.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", "key",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "QDRANT_URL", vectors.address().toString()));
        job(file -> {});
    }

    @AfterEach
    void stop() {
        vectors.close();
        storage.close();
        operator.close();
    }

    @Test
    void aRepositoryBecomesPointsAnArtifactAndAResult() throws Exception {
        assertThat(exitCode()).as(this::log).isZero();

        assertThat(vectors.points).hasSize(3);
        assertThat(storage.objects.keySet())
                .contains(
                        "artifacts/demo/flask/v1/manifest.json",
                        "artifacts/demo/flask/v1/vectors.f32",
                        "artifacts/demo/flask/v1/files.tsv",
                        "artifacts/demo/flask/v1/edges.tsv");
        assertThat(storage.objects.get("artifacts/demo/flask/v1/vectors.f32")).hasSize(3 * 64 * 4);
        var manifest = JSON.readTree(storage.text("artifacts/demo/flask/v1/manifest.json"));
        assertThat(manifest.path("kind").asText()).isEqualTo("embeddings");
        assertThat(manifest.path("provenance").path("podUid").asText()).isEqualTo(JobFiles.POD);

        var last = operator.received().getLast().body();
        assertThat(last.path("percent").asInt()).isEqualTo(100);
        assertThat(last.path("result").path("files").asInt()).isEqualTo(3);
        assertThat(last.path("result").path("runId").asText()).isEqualTo("r2-a3-" + JobFiles.POD);
        assertThat(last.path("result").path("artifact").path("version").asText()).isEqualTo("v1");
        assertThat(operator.received())
                .extracting(r -> r.body().path("percent").asInt())
                .isSorted();
        assertThat(lastWords().path("result")).isEqualTo(last.path("result"));
        assertNothingIsLeft();
    }

    @Test
    void whereTheOperatorDoesNotListenTheResultIsLeftInStorage() throws Exception {
        operator.statuses.addAll(java.util.Collections.nCopies(100, 403));
        assertThat(exitCode()).as(this::log).isZero();
        var kept =
                JSON.readTree(
                        storage.text(
                                "reports/demo/%s/%s.json".formatted(JobFiles.JOB, JobFiles.POD)));
        assertThat(kept.path("result").path("files").asInt()).isEqualTo(3);
        assertThat(lastWords().path("result").path("files").asInt()).isEqualTo(3);
    }

    @Test
    void aRepositoryWithoutSourcesIsADataFailure() throws Exception {
        var other = GitRepository.at(folder.resolve("other"), Map.of("README.md", "hello\n"));
        job(file -> file.withObject("/spec/repository").put("url", other.toString()));
        assertThat(exitCode()).as(this::log).isEqualTo(65);
        assertThat(lastWords().path("class").asText()).isEqualTo("Data");
        assertThat(operator.received().getLast().body().path("failure")).isEqualTo(lastWords());
        assertThat(vectors.points).isEmpty();
        assertThat(storage.objects).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void whatTheConfigurationForbidsIsAConfigFailure() throws Exception {
        environment.put("SKERRY_ALLOW_FILE_URLS", "false");
        assertThat(exitCode()).as(this::log).isEqualTo(78);
        assertThat(lastWords().path("class").asText()).isEqualTo("Config");
        assertNothingIsLeft();
    }

    @Test
    void anEnvironmentThatLacksThingsNamesThemAll() throws Exception {
        environment.remove("AWS_ACCESS_KEY_ID");
        environment.remove("QDRANT_URL");
        environment.put("SKERRY_POD_UID", "../x");
        assertThat(exitCode()).as(this::log).isEqualTo(78);
        assertThat(lastWords().path("message").asText())
                .contains(
                        "AWS_ACCESS_KEY_ID: is not set",
                        "QDRANT_URL: is not set",
                        "SKERRY_POD_UID: ");
    }

    @Test
    void aVectorStoreThatStaysAwayIsAServiceFailureWithoutAnArtifact() throws Exception {
        vectors.upsertFaults.addAll(
                java.util.Collections.nCopies(100, new Fault.Fails(Status.Code.UNAVAILABLE)));
        assertThat(exitCode()).as(this::log).isEqualTo(69);
        assertThat(lastWords().path("class").asText()).isEqualTo("Service");
        assertThat(storage.objects.keySet()).noneMatch(key -> key.startsWith("artifacts/"));
        assertNothingIsLeft();
    }

    @Test
    void aKeyThatStorageRefusesIsAConfigFailure() throws Exception {
        storage.refuseWith = 403;
        assertThat(exitCode()).as(this::log).isEqualTo(78);
        assertThat(lastWords().path("message").asText()).contains("refused the credentials");
    }

    @Test
    void aSignalEndsTheJobAsPreemptedWithinTheGracePeriod() throws Exception {
        vectors.upsertFaults.addAll(List.of(new Fault.Hangs(), new Fault.Hangs()));
        var program = program();
        try {
            operator.await(
                    r ->
                            r.stream()
                                    .anyMatch(
                                            x ->
                                                    x.body()
                                                            .path("stage")
                                                            .asText()
                                                            .equals("Publish")));
            long start = System.nanoTime();
            program.destroy();
            assertThat(program.waitFor(28, TimeUnit.SECONDS)).as(this::log).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(20));
        } finally {
            program.destroyForcibly();
        }
        assertThat(program.exitValue()).isEqualTo(143);
        assertThat(lastWords().path("class").asText()).isEqualTo("Preempted");
        assertThat(operator.received().getLast().body().path("failure").path("class").asText())
                .isEqualTo("Preempted");
        assertThat(storage.objects.keySet()).noneMatch(key -> key.startsWith("artifacts/"));
        assertNothingIsLeft();
    }

    @Test
    void theOperatorsCommandStopsTheJob() throws Exception {
        operator.reply = "{\"command\":\"checkpoint-and-stop\",\"intervalSeconds\":1}";
        vectors.upsertFaults.addAll(List.of(new Fault.Hangs(), new Fault.Hangs()));
        assertThat(exitCode()).as(this::log).isEqualTo(143);
        assertThat(lastWords().path("class").asText()).isEqualTo("Preempted");
    }

    @Test
    void aHeapThatIsFullEndsWithThree() throws Exception {
        memory = "-Xmx6m";
        assertThat(exitCode()).as(this::log).isEqualTo(3);
    }

    private void job(Consumer<ObjectNode> change) throws IOException {
        Files.write(
                folder.resolve("job.json"),
                JobFiles.with(
                        file -> {
                            file.put("reportUrl", operator.url().toString());
                            file.withObject("/spec/repository")
                                    .put("url", folder.resolve("repository").toUri().toString());
                            ((ObjectNode) file.get("spec")).putObject("embedding").put("epochs", 3);
                            change.accept(file);
                        }));
    }

    private int exitCode() throws Exception {
        var program = program();
        try {
            assertThat(program.waitFor(90, TimeUnit.SECONDS)).as(this::log).isTrue();
            return program.exitValue();
        } finally {
            program.destroyForcibly();
        }
    }

    private Process program() throws IOException {
        var builder =
                new ProcessBuilder(
                        java(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:TieredStopAtLevel=1",
                        memory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        IngestionMain.class.getName());
        builder.environment()
                .keySet()
                .removeIf(k -> k.startsWith("AWS_") || k.startsWith("SKERRY_"));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private JsonNode lastWords() throws IOException {
        return JSON.readTree(folder.resolve("last-words").toFile());
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void assertNothingIsLeft() {
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }
}
