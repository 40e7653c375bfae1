package dev.skerry.tests.cluster;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.StorageSettings;
import dev.skerry.local.cluster.ClusterState;
import dev.skerry.local.cluster.LocalCluster;
import dev.skerry.local.cluster.PlainWords;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.qdrant.client.ConditionFactory;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.grpc.Common.Filter;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A local cluster started by the built {@code ./skerry}, once for all tests of this JVM, with a
 * state of its own.
 */
public final class Skerry {
    public static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern EXPORT = Pattern.compile("export (\\w+)='(.*)'");

    private final Path state;
    private final LocalCluster local;
    private final Map<String, String> environment = new HashMap<>();
    private final KubernetesClient kubernetes;
    private final QdrantClient qdrant;
    private final ObjectStorage storage;

    private static final class Running {
        static final Skerry INSTANCE = new Skerry();
    }

    public static Skerry running() {
        return Running.INSTANCE;
    }

    /** A second cluster beside the shared one, with a state of its own. */
    public static Skerry another() {
        return new Skerry();
    }

    private Skerry() {
        try {
            state = Files.createTempDirectory("skerry-e2e");
            local = LocalCluster.of(ROOT, Map.of("XDG_STATE_HOME", state.toString()));
            Runtime.getRuntime().addShutdownHook(new Thread(this::end));
            up();
            EXPORT.matcher(command(Duration.ofSeconds(30), "env").output())
                    .results()
                    .forEach(m -> environment.put(m.group(1), m.group(2)));
            kubernetes =
                    new KubernetesClientBuilder()
                            .withConfig(
                                    Config.fromKubeconfig(new File(environment.get("KUBECONFIG"))))
                            .build();
            var url = URI.create(environment.get("QDRANT_URL"));
            var channel = QdrantGrpcClient.newBuilder(url.getHost(), url.getPort(), false, false);
            if (environment.containsKey("QDRANT_API_KEY"))
                channel.withApiKey(environment.get("QDRANT_API_KEY"));
            qdrant = new QdrantClient(channel.build());
            storage = new ObjectStorage(StorageSettings.fromEnvironment(environment));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts what does not run; returns when all parts are healthy. */
    public void up() {
        var up = command(Duration.ofMinutes(10), "up", "--wait");
        if (up.exitCode() != 0)
            throw new IllegalStateException("skerry up failed:\n" + up.output());
    }

    private void end() {
        command(Duration.ofMinutes(2), "down", "--delete");
        try (var left = Files.walk(state)) {
            left.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println(state + " stays: " + e.getMessage());
        }
    }

    /** Stops everything and keeps its data. */
    public void down() {
        var down = command(Duration.ofMinutes(2), "down");
        if (down.exitCode() != 0)
            throw new IllegalStateException("skerry down failed:\n" + down.output());
    }

    /** What the daemon says of its parts; in plain words. */
    public ClusterState cluster() {
        try {
            var cluster = local.lastState().orElseThrow();
            requirePlain("the cluster", cluster.message());
            cluster.components().forEach(part -> requirePlain(part.name(), part.detail()));
            return cluster;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requirePlain(String who, String said) {
        if (PlainWords.arePlain(said)) return;
        throw new IllegalStateException(who + " shows a user what only Java says:\n" + said);
    }

    /** Everything of this cluster lies below. */
    public Path state() {
        return state;
    }

    /** Everything of the daemon and its parts lies below. */
    public Path home() {
        return local.places().state();
    }

    /** What {@code skerry env} exports. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Where operator and trainer look for fault points that are held. */
    public Path faults() {
        return state.resolve("faults");
    }

    public QdrantClient qdrant() {
        return qdrant;
    }

    public record Result(int exitCode, String output) {}

    /** {@code ./skerry} in this cluster's surroundings. */
    public Result command(Duration limit, String... arguments) {
        return command(limit, Map.of(), arguments);
    }

    /**
     * The same with something more in its environment.
     *
     * @throws IllegalStateException where it has not ended within the limit
     */
    public Result command(Duration limit, Map<String, String> more, String... arguments) {
        try {
            var command = new ArrayList<>(List.of(ROOT.resolve("skerry").toString()));
            command.addAll(List.of(arguments));
            var log = Files.createTempFile("skerry", ".out");
            var builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment()
                    .keySet()
                    .removeAll(Set.of("KUBECONFIG", "QDRANT_URL", "QDRANT_API_KEY"));
            builder.environment().put("XDG_STATE_HOME", state.toString());
            builder.environment().put("SKERRY_FAULT_POINTS", faults().toString());
            builder.environment().putAll(more);
            var process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "no end within " + limit + ": " + command + "\n" + Files.readString(log));
            }
            var output = Files.readString(log);
            Files.delete(log);
            requirePlain(command.toString(), output);
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public KubernetesClient kubernetes() {
        return kubernetes;
    }

    public ObjectStorage storage() {
        return storage;
    }

    public String namespace(String purpose) {
        var name = purpose + "-" + Long.toString(System.nanoTime(), 36);
        kubernetes
                .resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
        return name;
    }

    public void apply(String namespace, String yaml) {
        kubernetes
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .serverSideApply();
    }

    public void applyJob(String namespace, String name, Path repository, String more) {
        apply(
                namespace,
                """
                apiVersion: skerry.dev/v1alpha1
                kind: IngestionJob
                metadata: {name: %s}
                spec:
                  repository: {url: "file://%s"%s
                """
                        .formatted(name, repository, more));
    }

    public IngestionJobStatus status(String namespace, String name) {
        return kubernetes
                .resources(IngestionJob.class)
                .inNamespace(namespace)
                .withName(name)
                .get()
                .getStatus();
    }

    /** Waits for the end of a job, good or bad. */
    public IngestionJobStatus untilEnded(String namespace, String name) {
        return until(
                namespace, name, s -> "Succeeded".equals(s.phase()) || "Failed".equals(s.phase()));
    }

    public IngestionJobStatus until(
            String namespace, String name, Predicate<IngestionJobStatus> condition) {
        return Awaitility.await(namespace + "/" + name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> status(namespace, name), condition);
    }

    public long points(String collection, String key, String value) throws Exception {
        var filter = Filter.newBuilder().addMust(ConditionFactory.matchKeyword(key, value)).build();
        return qdrant.countAsync(collection, filter, true, Duration.ofSeconds(10))
                .get(15, TimeUnit.SECONDS);
    }

    /** The trainer process of a pod, found by what the node told it. */
    public static ProcessHandle trainer(String podUid) {
        return Awaitility.await("a process of pod " + podUid)
                .atMost(PATIENCE)
                .until(
                        () ->
                                ProcessHandle.allProcesses()
                                        .filter(p -> isTrainer(p, podUid))
                                        .findFirst()
                                        .orElse(null),
                        p -> p != null);
    }

    private static boolean isTrainer(ProcessHandle process, String podUid) {
        try {
            var environ =
                    Files.readString(
                            Path.of("/proc/" + process.pid() + "/environ"),
                            StandardCharsets.ISO_8859_1);
            var command =
                    Files.readString(
                            Path.of("/proc/" + process.pid() + "/cmdline"),
                            StandardCharsets.ISO_8859_1);
            return environ.contains("SKERRY_POD_UID=" + podUid)
                    && command.contains("IngestionMain");
        } catch (IOException e) {
            return false;
        }
    }
}
