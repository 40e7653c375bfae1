package dev.skerry.tests.operator;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The built operator as a process. */
final class OperatorProcess implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path log;
    private final Map<String, String> settings;
    private final Process process;

    OperatorProcess(Path log, Map<String, String> settings) throws IOException {
        this.log = log;
        this.settings = settings;
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        Installation.ROOT
                                .resolve("operator/target/quarkus-app/quarkus-run.jar")
                                .toString()));
        var builder =
                new ProcessBuilder(command)
                        .directory(log.getParent().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
        builder.environment().putAll(settings);
        process = builder.start();
    }

    URI reports() {
        return URI.create("https://127.0.0.1:" + settings.get("SKERRY_REPORT_PORT"));
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leads, by its own metric. */
    boolean leads() {
        return get("/metrics").lines().anyMatch("skerry_leader 1.0"::equals);
    }

    OperatorProcess awaitReady() {
        await("ready: " + log).atMost(PATIENCE).until(this::isReady);
        return this;
    }

    boolean isReady() {
        if (!process.isAlive()) throw new IllegalStateException("ended:\n" + log());
        return answer("/health/ready")
                .map(HttpResponse::statusCode)
                .filter(c -> c == 200)
                .isPresent();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) throw new IllegalStateException("kill -" + name);
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
            throw new IllegalStateException("still runs:\n" + log());
        return process.exitValue();
    }

    /** What the management port answers; empty while it does not. */
    String get(String path) {
        return answer(path).map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> answer(String path) {
        var port = settings.get("SKERRY_MANAGEMENT_PORT");
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        try {
            return Optional.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
        http.close();
    }
}
