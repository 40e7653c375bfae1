package dev.skerry.tests.operator;

import dev.skerry.local.controlplane.ControlPlane;
import dev.skerry.local.controlplane.TestControlPlane;
import dev.skerry.local.controlplane.TestObjectStore;
import dev.skerry.local.vectors.VectorStoreServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A real API server, S3 server and vector store with our definitions applied: all that the built
 * operator needs as a process of its own. Tests act as the cluster's administrator and play the Job
 * controller and the node.
 */
final class Installation implements AutoCloseable {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String OPERATOR = "system:serviceaccount:skerry-system:skerry-operator";

    final ControlPlane cluster = TestControlPlane.shared();
    final KubernetesClient admin = client(cluster.adminKubeconfig());
    private final Path folder;
    private final VectorStoreServer vectors;

    /**
     * @param folder removed by the caller
     */
    Installation(Path folder) throws IOException {
        this.folder = folder;
        vectors =
                VectorStoreServer.start(
                        Files.createDirectories(folder.resolve("vectors")),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.empty());
        for (var file :
                List.of(
                        "crds/k8s/ingestionjobs.skerry.dev.yaml",
                        "operator/k8s/rbac.yaml",
                        "operator/k8s/service.yaml")) {
            try (var yaml = Files.newInputStream(ROOT.resolve(file))) {
                admin.load(yaml).serverSideApply();
            }
        }
    }

    private static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    /** What an operator must be told; ports are free ones. */
    Map<String, String> settings(String identity) {
        try {
            int port = freePort();
            var s3 = TestObjectStore.shared();
            var tls =
                    cluster.ca().server("replica-" + port, "skerry-reports", List.of("127.0.0.1"));
            var settings = new TreeMap<String, String>();
            settings.put(
                    "KUBECONFIG",
                    cluster.kubeconfig(
                                    OPERATOR,
                                    List.of("system:serviceaccounts", "system:authenticated"))
                            .toString());
            settings.put("SKERRY_BIND", "127.0.0.1");
            settings.put("SKERRY_MANAGEMENT_PORT", Integer.toString(freePort()));
            settings.put("SKERRY_REPORT_PORT", Integer.toString(port));
            settings.put("SKERRY_REPORT_URL", "https://127.0.0.1:" + port);
            settings.put("SKERRY_REPORT_TLS_CERT", tls.certificate().toString());
            settings.put("SKERRY_REPORT_TLS_KEY", tls.key().toString());
            settings.put("SKERRY_REPORT_CA_FILE", cluster.ca().certificate().toString());
            settings.put("SKERRY_STORAGE_ENDPOINT", s3.endpoint().toString());
            settings.put("SKERRY_STORAGE_ACCESS_KEY", s3.accessKey());
            settings.put("SKERRY_STORAGE_SECRET_KEY", s3.secretKey());
            settings.put("SKERRY_VECTORS_URL", "http://127.0.0.1:" + vectors.port());
            settings.put("SKERRY_LEADERSHIP_IDENTITY", identity);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operator as it was built, started with these settings and nothing else of ours. */
    OperatorProcess operator(String name, Map<String, String> settings) throws IOException {
        return new OperatorProcess(folder.resolve(name + ".log"), settings);
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
