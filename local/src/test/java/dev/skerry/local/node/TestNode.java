package dev.skerry.local.node;

import dev.skerry.local.controlplane.ControlPlane;
import dev.skerry.local.controlplane.TestControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A process node on the tests' control plane, and a namespace to make pods in. */
final class TestNode implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int SECONDS = 40;

    private final Path folder;
    private final String name;
    private final String namespace;
    private final NodeOptions options;
    private final KubernetesClient client;
    private ProcessNode node;
    private Optional<Process> program = Optional.empty();

    TestNode(Path folder) throws Exception {
        this.folder = folder;
        var plane = plane();
        name = "node-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        namespace = name.replace("node", "ns");
        client =
                new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(plane.adminKubeconfig().toFile()))
                        .build();
        options = options(plane, Duration.ofSeconds(5));
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                .create();
        client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(account -> account != null, SECONDS, TimeUnit.SECONDS);
    }

    static ControlPlane plane() {
        return TestControlPlane.sharedWithControllers();
    }

    private NodeOptions options(ControlPlane plane, Duration shutdown) throws IOException {
        var images = folder.resolve("images.json");
        Files.writeString(
                images,
                """
                {"test/hello:*": {"command": ["/bin/sh", "-c", "echo hello $WHO \\"$@\\"", "sh"], "env": {"WHO": "mapped"}}}
                """);
        var serving = plane.ca().server(name, "system:node:" + name, List.of("127.0.0.1"));
        return new NodeOptions(
                plane.kubeconfig("system:node:" + name, List.of("system:nodes")),
                name,
                folder.resolve("state"),
                Optional.of(images),
                0,
                serving.certificate(),
                serving.key(),
                plane.ca().certificate(),
                "kube-apiserver-kubelet-client",
                1 << 20,
                shutdown);
    }

    TestNode start() throws Exception {
        node = new ProcessNode(options);
        node.start();
        return this;
    }

    void stop() {
        node.close();
    }

    /** The same node as a program of its own, to be killed. */
    Process startProgram() throws IOException {
        program = Optional.of(newProgram());
        return program.get();
    }

    private Process newProgram() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--kubeconfig=" + options.kubeconfig(),
                        "--node-name=" + name,
                        "--state-dir=" + options.stateDir(),
                        "--tls-cert=" + options.tlsCert(),
                        "--tls-key=" + options.tlsKey(),
                        "--client-ca=" + options.clientCa(),
                        "--shutdown-seconds=5")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("node.log").toFile())
                .start();
    }

    KubernetesClient client() {
        return client;
    }

    NodeOptions options() {
        return options;
    }

    int port() {
        return node.port();
    }

    String name() {
        return name;
    }

    String namespace() {
        return namespace;
    }

    /** Creates a pod bound to this node; {@code spec} is YAML below {@code spec:}. */
    Pod create(String podName, String spec) {
        var yaml =
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: "
                        + podName
                        + "\n  labels: {app: web}\nspec:\n"
                        + ("nodeName: " + name + "\n" + spec).indent(2);
        var pod = client.getKubernetesSerialization().unmarshal(yaml, Pod.class);
        return client.pods().inNamespace(namespace).resource(pod).create();
    }

    /** Follows the log of a running pod until its first line is there. */
    String firstLine(String podName) throws IOException {
        awaitPhase(podName, "Running");
        try (var watch = client.pods().inNamespace(namespace).withName(podName).watchLog();
                var lines =
                        new BufferedReader(
                                new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
            return lines.readLine();
        }
    }

    void apply(String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();
    }

    Pod await(String podName, Predicate<Pod> condition) {
        return client.pods()
                .inNamespace(namespace)
                .withName(podName)
                .waitUntilCondition(
                        pod -> pod != null && condition.test(pod), SECONDS, TimeUnit.SECONDS);
    }

    Pod awaitPhase(String podName, String phase) {
        return await(podName, pod -> phase.equals(pod.getStatus().getPhase()));
    }

    void awaitGone(String podName) {
        client.pods()
                .inNamespace(namespace)
                .withName(podName)
                .waitUntilCondition(pod -> pod == null, SECONDS, TimeUnit.SECONDS);
    }

    /** Runs a pod to its end. */
    Pod run(String podName, String spec) {
        create(podName, spec);
        return await(
                podName,
                pod -> List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase()));
    }

    @Override
    public void close() {
        program.ifPresent(Process::destroyForcibly);
        if (node != null) node.close();
        client.close();
    }
}
