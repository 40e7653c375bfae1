package dev.skerry.bench.operator;

import dev.skerry.local.controlplane.BinaryEvent;
import dev.skerry.local.controlplane.BinaryStore;
import dev.skerry.local.controlplane.BinaryUnavailableException;
import dev.skerry.local.controlplane.Children;
import dev.skerry.local.controlplane.ControlPlane;
import dev.skerry.local.controlplane.ControlPlaneConfig;
import dev.skerry.local.controlplane.ObjectStore;
import dev.skerry.local.controlplane.ServiceEvent;
import dev.skerry.tests.operator.Installation;
import dev.skerry.tests.operator.OperatorProcess;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * etcd and an API server with an audit log, an S3 server and a vector store, in a folder that goes
 * with them. No controllers and no node: the benchmark plays them, so that a thousand pods cost no
 * processes.
 */
record Servers(
        Path folder,
        Children children,
        ControlPlane cluster,
        ObjectStore objects,
        Installation installation)
        implements AutoCloseable {

    static Servers start() throws IOException, InterruptedException, BinaryUnavailableException {
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
        return new Servers(
                folder, children, cluster, objects, new Installation(folder, cluster, objects));
    }

    private static void say(BinaryEvent event) {
        if (event.step() == BinaryEvent.Step.READY)
            System.err.println("built or loaded " + event.binary().fileName());
    }

    /**
     * A ready operator; of two in a row the second starts from the first one's archive of classes,
     * as a user's does.
     *
     * @param more settings beside those that say where the servers are
     */
    OperatorProcess operator(Map<String, String> more) throws IOException, InterruptedException {
        var settings = installation.settings("bench");
        settings.putAll(more);
        var archive =
                List.of(
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + folder.resolve("operator.jsa"),
                        "-Xlog:disable");
        var operator = installation.operator("operator", archive, settings);
        try {
            return operator.awaitReady();
        } catch (RuntimeException e) {
            operator.close();
            throw e;
        }
    }

    KubernetesClient admin() {
        return installation.admin();
    }

    AuditLog audit() {
        return new AuditLog(folder.resolve("audit.log"));
    }

    @Override
    public void close() throws IOException {
        installation.close();
        objects.close();
        cluster.close();
        children.close();
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
