package dev.skerry.local.cluster;

import dev.skerry.local.controlplane.Binary;
import dev.skerry.local.controlplane.BinaryStore;
import dev.skerry.local.controlplane.BinaryUnavailableException;
import dev.skerry.local.controlplane.Child;
import dev.skerry.local.controlplane.Children;
import dev.skerry.local.controlplane.ControlPlane;
import dev.skerry.local.controlplane.ControlPlaneConfig;
import dev.skerry.local.controlplane.ServiceEvent;
import dev.skerry.local.controlplane.ServiceHealth;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * etcd, kube-apiserver, kube-controller-manager and kube-scheduler; they restart each other's dead
 * themselves.
 */
final class ControlPlanePart implements Part {
    private final Path folder;
    private final Function<Said, BinaryStore> binaries;
    private final Children children;
    private final Board board;
    private volatile ControlPlane running;
    private volatile KubernetesClient client;

    /**
     * @param binaries makes a store that tells what it downloads or builds
     */
    ControlPlanePart(
            Path folder, Function<Said, BinaryStore> binaries, Children children, Board board) {
        this.folder = folder;
        this.binaries = binaries;
        this.children = children;
        this.board = board;
    }

    /**
     * @throws IllegalStateException while it does not run
     */
    ControlPlane running() {
        ControlPlane now = running;
        if (now == null) throw new IllegalStateException("the control plane does not run");
        return now;
    }

    /** A client that may do everything; closed when the control plane stops. */
    KubernetesClient client() {
        KubernetesClient now = client;
        if (now == null) throw new IllegalStateException("the control plane does not run");
        return now;
    }

    @Override
    public String name() {
        return Assembly.CONTROL_PLANE;
    }

    @Override
    public String title() {
        return "control plane";
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public void start(Said said) throws IOException, InterruptedException {
        try {
            running =
                    ControlPlane.start(
                            ControlPlaneConfig.of(folder),
                            binaries.apply(said),
                            children,
                            event -> hear(event, said));
        } catch (BinaryUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
        client = connect(running.adminKubeconfig());
        board.environment(Map.of("KUBECONFIG", running.adminKubeconfig().toString()));
    }

    private static KubernetesClient connect(Path kubeconfig) {
        var config = Config.fromKubeconfig(kubeconfig.toFile());
        config.setRequestTimeout(10_000);
        config.setRequestRetryBackoffLimit(2);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private void hear(ServiceEvent event, Said said) {
        if (running == null) said.doing(event.message());
    }

    @Override
    public String problem() {
        try {
            Optional<ServiceHealth> sick =
                    running().health().stream().filter(one -> !one.healthy()).findFirst();
            return sick.map(one -> one.name() + ": " + one.detail()).orElse("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public Optional<String> ended() {
        return Optional.empty(); // its processes are started again one by one
    }

    @Override
    public String detail() {
        return "Kubernetes " + Binary.KUBE_APISERVER.version();
    }

    @Override
    public String endpoint() {
        ControlPlane now = running;
        return now == null ? "" : now.url().toString();
    }

    @Override
    public Path log() {
        return folder.resolve("logs");
    }

    @Override
    public List<ClusterState.ProcessId> processes() {
        ControlPlane now = running;
        if (now == null) return List.of();
        return now.children().stream().flatMap(child -> id(child).stream()).toList();
    }

    static Optional<ClusterState.ProcessId> id(Child child) {
        return ClusterState.ProcessId.of(child.name(), child.pid());
    }

    @Override
    public void stop(Duration bound) {
        KubernetesClient admin = client;
        ControlPlane now = running;
        client = null;
        running = null;
        if (admin != null) admin.close();
        if (now != null) now.close();
    }
}
