package dev.skerry.operator.apiserver;

import dev.skerry.local.cluster.OperatorProgram;
import dev.skerry.local.controlplane.TestControlPlane;
import dev.skerry.local.controlplane.TestObjectStore;
import dev.skerry.local.vectors.VectorStoreServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real API server, S3 server and vector store. The operator acts under exactly the shipped roles
 * and admission policies; tests act as the cluster's administrator and play the Job controller and
 * the node.
 */
public final class RealServers implements QuarkusTestResourceLifecycleManager {
    private Path folder;
    private VectorStoreServer vectors;
    private Doorway vectorsDoor;
    private Doorway storageDoor;
    private String formerKubeconfig;

    /** The cluster's administrator. */
    public static KubernetesClient admin() {
        return client(TestControlPlane.shared().adminKubeconfig());
    }

    /** Who the operator is, with nothing but its role. */
    public static KubernetesClient operator() throws IOException {
        return client(operatorKubeconfig());
    }

    static Path operatorKubeconfig() throws IOException {
        return OperatorProgram.kubeconfig(TestControlPlane.shared());
    }

    private static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    @Override
    public Map<String, String> start() {
        try (var admin = admin()) {
            for (var file :
                    List.of(
                            "../crds/k8s/ingestionjobs.skerry.dev.yaml",
                            "k8s/rbac.yaml",
                            "k8s/admission.yaml")) {
                try (var yaml = Files.newInputStream(Path.of(file))) {
                    admin.load(yaml).serverSideApply();
                }
            }
            var cluster = TestControlPlane.shared();
            var s3 = TestObjectStore.shared();
            folder = Files.createTempDirectory("skerry-vectors");
            vectors =
                    VectorStoreServer.start(
                            folder,
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            Optional.empty());
            vectorsDoor = Doorway.to("vectors", URI.create("http://127.0.0.1:" + vectors.port()));
            storageDoor = Doorway.to("storage", s3.endpoint());
            int port = freePort();
            var tls =
                    cluster.ca()
                            .server(
                                    "operator-test-" + port,
                                    "skerry-reports",
                                    List.of("127.0.0.1", "localhost"));
            formerKubeconfig = System.setProperty("kubeconfig", operatorKubeconfig().toString());
            var config = new HashMap<String, String>();
            config.put("quarkus.kubernetes-client.devservices.enabled", "false");
            config.put("quarkus.http.test-port", "0");
            config.put("quarkus.http.host", "127.0.0.1");
            config.put("quarkus.http.test-ssl-port", Integer.toString(port));
            config.put("quarkus.management.host", "127.0.0.1");
            config.put("quarkus.management.test-port", "0");
            config.put(
                    "quarkus.tls.report.key-store.pem.report.cert", tls.certificate().toString());
            config.put("quarkus.tls.report.key-store.pem.report.key", tls.key().toString());
            config.put("skerry.storage.endpoint", storageDoor.address().toString());
            config.put("skerry.storage.access-key", s3.accessKey());
            config.put("skerry.storage.secret-key", s3.secretKey());
            config.put("skerry.vectors.url", vectorsDoor.address().toString());
            config.put("skerry.report.url", "https://127.0.0.1:" + port);
            config.put("skerry.report.ca-file", cluster.ca().certificate().toString());
            config.put("skerry.leadership.lease-duration", "5m");
            config.put("skerry.leadership.renew-deadline", "4m");
            config.put("skerry.report.interval", "1s");
            config.put("skerry.report.min-interval", "1s");
            config.put("skerry.report.milestone-interval", "100ms");
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        if (formerKubeconfig == null) System.clearProperty("kubeconfig");
        try {
            vectorsDoor.close();
            storageDoor.close();
            vectors.close();
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList())
                    Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
