package dev.skerry.tests.operator;

import static org.awaitility.Awaitility.await;

import dev.skerry.local.cluster.OperatorProgram;
import dev.skerry.local.controlplane.Child;
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
import java.util.regex.Pattern;

/** The built operator as a process. */
public final class OperatorProcess implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(120);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path log;
    private final Map<String, String> settings;
    private final Process process;
    private final long begun = System.nanoTime();
    private Duration readyAfter;

    /**
     * @param log in a folder that becomes the working directory
     * @param jvm options beside those that every operator of this machine has
     * @param settings nothing else of ours is in its environment
     */
    public OperatorProcess(Path log, List<String> jvm, Map<String, String> settings)
            throws IOException {
        this.log = log;
        this.settings = settings;
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(
                OperatorProgram.arguments(
                        Installation.ROOT.resolve("operator/target/quarkus-app")));
        var builder =
                new ProcessBuilder(command)
                        .directory(log.getParent().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
        builder.environment().putAll(settings);
        process = builder.start();
    }

    public URI reports() {
        return URI.create("https://127.0.0.1:" + settings.get("SKERRY_REPORT_PORT"));
    }

    public URI management() {
        return URI.create("http://127.0.0.1:" + settings.get("SKERRY_MANAGEMENT_PORT"));
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leads, by its own metric. */
    public boolean leads() {
        return get("/metrics").lines().anyMatch("skerry_leader 1.0"::equals);
    }

    public OperatorProcess awaitReady() {
        await("ready: " + log)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(this::isReady);
        if (readyAfter == null) readyAfter = Duration.ofNanos(System.nanoTime() - begun);
        return this;
    }

    /** From the start of the process to the first answer that it is ready. */
    public Duration readyAfter() {
        return readyAfter;
    }

    public long residentBytes() {
        return Child.residentBytes(process.pid());
    }

    /** What its processors have worked so far. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /**
     * The sum of a metric's samples; 0 where there is none.
     *
     * @throws IllegalStateException where the management port does not answer
     */
    public double metric(String name) {
        var sample =
                Pattern.compile(
                        "^" + Pattern.quote(name) + "(?:\\{[^}]*})? ([-+0-9.eE]+)$",
                        Pattern.MULTILINE);
        var page = answer("/metrics").orElseThrow(() -> new IllegalStateException("no metrics"));
        return sample.matcher(page.body())
                .results()
                .mapToDouble(m -> Double.parseDouble(m.group(1)))
                .sum();
    }

    public boolean isReady() {
        if (!process.isAlive()) throw new IllegalStateException("ended:\n" + log());
        return answer("/health/ready")
                .map(HttpResponse::statusCode)
                .filter(c -> c == 200)
                .isPresent();
    }

    public void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) throw new IllegalStateException("kill -" + name);
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
            throw new IllegalStateException("still runs:\n" + log());
        return process.exitValue();
    }

    /** Ends it as a node would, and waits. */
    public void end() throws InterruptedException {
        process.destroy();
        exitCode();
    }

    /** What the management port answers; empty while it does not. */
    public String get(String path) {
        return answer(path).map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> answer(String path) {
        var port = settings.get("SKERRY_MANAGEMENT_PORT");
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(5))
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

    /** Kills it, if it has not ended. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
        http.close();
    }
}
