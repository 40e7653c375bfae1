package dev.skerry.tests.operator;

import dev.skerry.local.cluster.OperatorProgram;
import dev.skerry.local.controlplane.ControlPlane;
import dev.skerry.local.controlplane.ObjectStore;
import dev.skerry.local.controlplane.TestControlPlane;
import dev.skerry.local.controlplane.TestObjectStore;
import dev.skerry.local.vectors.VectorStoreServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real API server, S3 server and vector store with our definitions applied: all that the built
 * operator needs as a process of its own. The caller acts as the cluster's administrator and plays
 * the Job controller and the node.
 */
public final class Installation implements AutoCloseable {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration REQUEST = Duration.ofSeconds(60);
    private static final int AT_ONCE = 64;

    private final Path folder;
    private final ControlPlane cluster;
    private final ObjectStore objects;
    private final VectorStoreServer vectors;
    private final KubernetesClient admin;

    /** On the API server and the S3 server that all tests of this JVM share. */
    static Installation shared(Path folder) throws IOException {
        return new Installation(folder, TestControlPlane.shared(), TestObjectStore.shared());
    }

    /**
     * Neither server is closed with it.
     *
     * @param folder for logs and points; removed by the caller
     */
    public Installation(Path folder, ControlPlane cluster, ObjectStore objects) throws IOException {
        this.folder = folder;
        this.cluster = cluster;
        this.objects = objects;
        vectors =
                VectorStoreServer.start(
                        Files.createDirectories(folder.resolve("vectors")),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.empty());
        admin = client(cluster.adminKubeconfig());
        for (var file :
                List.of(
                        "crds/k8s/ingestionjobs.skerry.dev.yaml",
                        "operator/k8s/rbac.yaml",
                        "operator/k8s/admission.yaml",
                        "operator/k8s/service.yaml")) {
            try (var yaml = Files.newInputStream(ROOT.resolve(file))) {
                admin.load(yaml).serverSideApply();
            }
        }
    }

    private static KubernetesClient client(Path kubeconfig) {
        var config = Config.fromKubeconfig(kubeconfig.toFile());
        return new KubernetesClientBuilder()
                .withConfig(
                        new ConfigBuilder(config)
                                .withRequestTimeout((int) REQUEST.toMillis())
                                .withMaxConcurrentRequestsPerHost(AT_ONCE)
                                .withMaxConcurrentRequests(AT_ONCE)
                                .build())
                .build();
    }

    public ControlPlane cluster() {
        return cluster;
    }

    /** Closed with the installation. */
    public KubernetesClient admin() {
        return admin;
    }

    /** What an operator must be told; ports are free ones. */
    public Map<String, String> settings(String identity) {
        try {
            var stores =
                    new OperatorProgram.Stores(
                            objects.endpoint(),
                            objects.accessKey(),
                            objects.secretKey(),
                            URI.create("http://127.0.0.1:" + vectors.port()));
            var settings = OperatorProgram.environment(cluster, freePort(), freePort(), stores);
            settings.put("SKERRY_LEADERSHIP_IDENTITY", identity);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operator as it was built, started with these settings and nothing else of ours. */
    public OperatorProcess operator(String name, List<String> jvm, Map<String, String> settings)
            throws IOException {
        return new OperatorProcess(folder.resolve(name + ".log"), jvm, settings);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        vectors.close();
        admin.close();
    }
}
