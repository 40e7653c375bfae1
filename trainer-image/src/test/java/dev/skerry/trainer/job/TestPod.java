package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skerry.trainer.ingest.publish.FaultyVectorStore;
import dev.skerry.trainer.program.VectorModule;
import dev.skerry.trainer.report.OperatorDouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The pod's program as a process of its own, against the three servers it talks to. */
final class TestPod implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final FaultyVectorStore vectors = new FaultyVectorStore();
    final MemoryS3 storage = new MemoryS3();
    final OperatorDouble operator = new OperatorDouble();
    final Map<String, String> environment = new HashMap<>();
    final List<String> jvm = new ArrayList<>();
    final Path folder;

    /** What the program's command line becomes. */
    UnaryOperator<List<String>> wrap = command -> command;

    private final List<Process> started = new ArrayList<>();

    /**
     * @param folder of the test's own, empty
     * @param modules Python files, each importing the next
     */
    TestPod(Path folder, int modules) throws Exception {
        this(folder, chain(modules));
    }

    /**
     * @param files of the repository, by path
     */
    TestPod(Path folder, Map<String, String> files) throws Exception {
        this.folder = folder;
        Files.createDirectory(folder.resolve("work"));
        Files.createDirectory(folder.resolve("tmp"));
        GitRepository.at(folder.resolve("repository"), files);
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

    private static Map<String, String> chain(int modules) {
        var files = new LinkedHashMap<String, String>();
        files.put("app/__init__.py", "");
        for (int i = 0; i < modules; i++) {
            files.put(
                    "app/m%d.py".formatted(i),
                    "from app import m%d\n".formatted((i + 1) % modules));
        }
        return files;
    }

    /** Writes the job's file: three short epochs over the repository, after a change. */
    void job(Consumer<ObjectNode> change) throws IOException {
        Files.write(
                folder.resolve("job.json"),
                JobFiles.with(
                        file -> {
                            file.put("reportUrl", operator.url().toString());
                            repository(file, folder.resolve("repository").toUri());
                            ((ObjectNode) file.get("spec"))
                                    .putObject("embedding")
                                    .put("epochs", 3)
                                    .put("dimensions", 8)
                                    .put("walkLength", 6)
                                    .put("contextSize", 2)
                                    .put("walksPerNode", 1);
                            change.accept(file);
                        }));
    }

    static void repository(ObjectNode file, URI url) {
        file.withObject("/spec/repository").put("url", url.toString());
    }

    static void epochs(ObjectNode file, int epochs) {
        file.withObject("/spec/embedding").put("epochs", epochs);
    }

    Process start() throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        VectorModule.OPTION,
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xmx512m",
                        "-Djava.io.tmpdir=" + folder.resolve("tmp")));
        command.addAll(jvm);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        IngestionMain.class.getName()));
        var builder = new ProcessBuilder(wrap.apply(command));
        builder.environment()
                .keySet()
                .removeIf(k -> k.startsWith("AWS_") || k.startsWith("SKERRY_"));
        builder.environment().putAll(environment);
        var process =
                builder.redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        started.add(process);
        return process;
    }

    int exitCode() throws Exception {
        return exitCodeOf(start());
    }

    int exitCodeOf(Process program) throws Exception {
        try {
            assertThat(program.waitFor(90, TimeUnit.SECONDS)).as(this::log).isTrue();
            return program.exitValue();
        } finally {
            program.destroyForcibly();
        }
    }

    /** Waits for a report of a running program. */
    JsonNode untilReport(Predicate<JsonNode> condition) throws InterruptedException {
        return operator.await(all -> all.stream().anyMatch(r -> condition.test(r.body()))).stream()
                .map(OperatorDouble.Received::body)
                .filter(condition)
                .findFirst()
                .orElseThrow();
    }

    JsonNode lastReport() {
        return operator.received().getLast().body();
    }

    JsonNode lastWords() throws IOException {
        return JSON.readTree(folder.resolve("last-words").toFile());
    }

    String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Files below the work folder and the folder for temporary files. */
    List<Path> left() throws IOException {
        var left = new ArrayList<Path>();
        for (var place : List.of("work", "tmp")) {
            try (var files = Files.walk(folder.resolve(place))) {
                files.filter(file -> !file.equals(folder.resolve(place))).forEach(left::add);
            }
        }
        return left;
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
        vectors.close();
        storage.close();
        operator.close();
    }
}
