package dev.skerry.bench.operator;

import dev.skerry.local.controlplane.BinaryEvent;
import dev.skerry.local.controlplane.BinaryStore;
import dev.skerry.local.controlplane.BinaryUnavailableException;
import dev.skerry.local.controlplane.Children;
import dev.skerry.local.controlplane.ControlPlane;
import dev.skerry.local.controlplane.ControlPlaneConfig;
import dev.skerry.local.controlplane.ObjectStore;
import dev.skerry.local.controlplane.ServiceEvent;
import dev.skerry.local.vectors.VectorStoreServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * etcd and an API server with an audit log, an S3 server and a vector store, in a folder that goes
 * with them. No controllers and no node: the benchmark plays them, so that a thousand pods cost no
 * processes.
 */
record Servers(
        Path folder,
        Path root,
        Children children,
        ControlPlane cluster,
        ObjectStore objects,
        VectorStoreServer vectors)
        implements AutoCloseable {

    /**
     * @param root of the checkout, whose definitions and roles are applied
     */
    static Servers start(Path root)
            throws IOException, InterruptedException, BinaryUnavailableException {
        var folder = Files.createTempDirectory("skerry-bench-");
        var children = Children.open(folder.resolve("run"));
        var store = BinaryStore.ofUser(Servers::say);
        var silent = ServiceEvent.Listener.silent();
        var config =
                ControlPlaneConfig.of(folder.resolve("cluster"))
                        .withComponents()
                        .withAuditLog(folder.resolve("audit.log"))
                        .withApiServerArgs("--audit-log-maxsize=4096")
                        .withoutFsync();
        var cluster = ControlPlane.start(config, store, children, silent);
        var objects = ObjectStore.start(folder.resolve("objects"), store, children, silent);
        var vectors =
                VectorStoreServer.start(
                        folder.resolve("vectors"),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.empty());
        var servers = new Servers(folder, root, children, cluster, objects, vectors);
        try (var admin = servers.admin()) {
            for (var file :
                    List.of("crds/k8s/ingestionjobs.skerry.dev.yaml", "operator/k8s/rbac.yaml")) {
                try (var yaml = Files.newInputStream(root.resolve(file))) {
                    admin.load(yaml).serverSideApply();
                }
            }
        }
        return servers;
    }

    private static void say(BinaryEvent event) {
        if (event.step() == BinaryEvent.Step.READY)
            System.err.println("built or loaded " + event.binary().fileName());
    }

    KubernetesClient admin() {
        var config = Config.fromKubeconfig(cluster.adminKubeconfig().toFile());
        return new KubernetesClientBuilder()
                .withConfig(
                        new ConfigBuilder(config)
                                .withRequestTimeout(60_000)
                                .withMaxConcurrentRequestsPerHost(64)
                                .withMaxConcurrentRequests(64)
                                .build())
                .build();
    }

    AuditLog audit() {
        return new AuditLog(folder.resolve("audit.log"));
    }

    @Override
    public void close() throws IOException {
        vectors.close();
        objects.close();
        cluster.close();
        children.close();
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
