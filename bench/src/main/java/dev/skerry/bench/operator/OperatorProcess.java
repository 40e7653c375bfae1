package dev.skerry.bench.operator;

import dev.skerry.local.controlplane.Child;
import dev.skerry.local.controlplane.ChildSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The built operator as a process of its own, under exactly the role that ships.
 *
 * @param readyAfter from the start of the process to the first yes of its readiness check
 */
record OperatorProcess(Child child, URI reports, URI management, Duration readyAfter)
        implements AutoCloseable {
    static final String USER = "system:serviceaccount:skerry-system:skerry-operator";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /**
     * @param more settings beside those that say where the servers are
     */
    static OperatorProcess start(Servers servers, Map<String, String> more)
            throws IOException, InterruptedException {
        int reports = freePort();
        int management = freePort();
        var log = servers.folder().resolve("operator.log");
        var archive = servers.folder().resolve("operator.jsa");
        var app = servers.root().resolve("operator/target/quarkus-app/quarkus-run.jar");
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + archive,
                        "-Xlog:disable",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        app.toString());
        var environment = environment(servers, reports, management);
        environment.putAll(more);
        long begin = System.nanoTime();
        var child =
                servers.children()
                        .start(
                                new ChildSpec(
                                        "operator-" + reports,
                                        command,
                                        environment,
                                        servers.folder(),
                                        log));
        var health = URI.create("http://127.0.0.1:" + management);
        while (!answers(health.resolve("/health/ready"))) {
            if (!child.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                child.kill();
                throw new IOException("the operator is not ready:\n" + Files.readString(log));
            }
            Thread.sleep(20);
        }
        return new OperatorProcess(
                child,
                URI.create("https://127.0.0.1:" + reports),
                health,
                Duration.ofNanos(System.nanoTime() - begin));
    }

    private static Map<String, String> environment(Servers servers, int reports, int management)
            throws IOException {
        var cluster = servers.cluster();
        var groups = List.of("system:serviceaccounts", "system:serviceaccounts:skerry-system");
        var tls =
                cluster.ca().server("reports", "skerry-reports", List.of("127.0.0.1", "localhost"));
        var environment = new TreeMap<String, String>();
        environment.put("KUBECONFIG", cluster.kubeconfig(USER, groups).toString());
        environment.put("SKERRY_BIND", "127.0.0.1");
        environment.put("SKERRY_MANAGEMENT_PORT", Integer.toString(management));
        environment.put("SKERRY_REPORT_PORT", Integer.toString(reports));
        environment.put("SKERRY_REPORT_URL", "https://127.0.0.1:" + reports);
        environment.put("SKERRY_REPORT_TLS_CERT", tls.certificate().toString());
        environment.put("SKERRY_REPORT_TLS_KEY", tls.key().toString());
        environment.put("SKERRY_REPORT_CA_FILE", cluster.ca().certificate().toString());
        environment.put("SKERRY_STORAGE_ENDPOINT", servers.objects().endpoint().toString());
        environment.put("SKERRY_STORAGE_ACCESS_KEY", servers.objects().accessKey());
        environment.put("SKERRY_STORAGE_SECRET_KEY", servers.objects().secretKey());
        environment.put("SKERRY_VECTORS_URL", "http://127.0.0.1:" + servers.vectors().port());
        return environment;
    }

    private static boolean answers(URI health) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The sum of a metric's samples; 0 where there is none. */
    double metric(String name) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(management.resolve("/metrics"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        var body = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        var sample =
                Pattern.compile(
                        "^" + Pattern.quote(name) + "(?:\\{[^}]*})? ([-+0-9.eE]+)$",
                        Pattern.MULTILINE);
        return sample.matcher(body)
                .results()
                .mapToDouble(m -> Double.parseDouble(m.group(1)))
                .sum();
    }

    long residentBytes() {
        return child.rssBytes();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        child.stop(Duration.ofSeconds(15));
    }
}
