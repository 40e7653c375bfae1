package dev.skerry.local.node;

import dev.skerry.local.node.image.ImageMap;
import dev.skerry.local.node.kube.ApiObjects;
import dev.skerry.local.node.kube.ApiTrouble;
import dev.skerry.local.node.kube.Events;
import dev.skerry.local.node.kube.PodWriter;
import dev.skerry.local.node.pod.Leftovers;
import dev.skerry.local.node.pod.MemoryWatch;
import dev.skerry.local.node.pod.NodeContext;
import dev.skerry.local.node.pod.PodIps;
import dev.skerry.local.node.pod.PodTable;
import dev.skerry.local.node.process.SessionLauncher;
import dev.skerry.local.node.server.LogServer;
import dev.skerry.local.node.state.PodStore;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Kubernetes node that runs pods as processes of this machine. */
public final class ProcessNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessNode.class);
    private static final String ADDRESS = "127.0.0.1";
    private static final int REQUEST_MILLIS = 10_000;

    private final NodeOptions options;
    private final FileChannel lock;
    private final KubernetesClient client;
    private final Events events;
    private final MemoryWatch memory;
    private final PodTable pods;
    private final LogServer server;
    private final Registration registration;
    private final Heartbeat heartbeat;
    private final PodWatch watch;

    /**
     * Sweeps what an earlier run left and opens the log endpoint; the API server may still be away.
     *
     * @throws IOException when a file is missing or malformed, or another node runs on the state
     *     folder
     */
    public ProcessNode(NodeOptions options) throws IOException {
        this.options = options;
        var clock = Clock.systemUTC();
        var stateDir = options.stateDir().toAbsolutePath().normalize();
        Files.createDirectories(
                stateDir,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        lock = lock(stateDir);
        var images =
                options.imageMap().isPresent()
                        ? ImageMap.read(options.imageMap().get())
                        : new ImageMap(Map.of());
        var config = Config.fromKubeconfig(options.kubeconfig().toFile());
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setConnectionTimeout(REQUEST_MILLIS);
        config.setRequestRetryBackoffLimit(1);
        config.setWatchReconnectInterval(500);
        client = new KubernetesClientBuilder().withConfig(config).build();
        events = new Events(client, options.nodeName(), clock);
        memory = new MemoryWatch();
        var store = new PodStore(stateDir.resolve("pods"));
        Leftovers.sweep(store.loadAll(), stateDir.resolve("boot-id"));
        var capacity = Machine.capacity(stateDir);
        var api = new ApiObjects(client);
        pods =
                new PodTable(
                        new NodeContext(
                                options.nodeName(),
                                ADDRESS,
                                services(URI.create(config.getMasterUrl())),
                                capacity,
                                options.logBytes(),
                                store,
                                new PodIps(options.nodeName().hashCode()),
                                images,
                                api,
                                api,
                                new SessionLauncher(),
                                memory,
                                events,
                                new PodWriter(client),
                                clock));
        server =
                new LogServer(
                        new LogServer.Settings(
                                options.listenPort(),
                                options.tlsCert(),
                                options.tlsKey(),
                                options.clientCa(),
                                options.clientName()),
                        pods,
                        clock);
        registration =
                new Registration(
                        client, options.nodeName(), ADDRESS, server.port(), capacity, clock);
        heartbeat = new Heartbeat(client, registration, options.nodeName(), clock);
        watch = new PodWatch(client, options.nodeName(), pods);
    }

    /** Returns when the node is registered and knows its pods. */
    public void start() throws InterruptedException {
        heartbeat.awaitRegistered();
        watch.start();
        LOG.info("node.ready name={} port={}", options.nodeName(), server.port());
    }

    public int port() {
        return server.port();
    }

    private static Map<String, String> services(URI api) {
        var port = Integer.toString(api.getPort() < 0 ? 443 : api.getPort());
        return Map.of(
                "KUBERNETES_SERVICE_HOST",
                api.getHost(),
                "KUBERNETES_SERVICE_PORT",
                port,
                "KUBERNETES_SERVICE_PORT_HTTPS",
                port);
    }

    private static FileChannel lock(Path stateDir) throws IOException {
        var file = stateDir.resolve("lock");
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) return channel;
        } catch (OverlappingFileLockException e) {
            LOG.debug("node.locked file={}", file);
        }
        channel.close();
        throw new IOException(
                stateDir
                        + ": another process node runs on this folder; give each its own --state-dir");
    }

    /** Ends the pods gracefully within the bound, then everything else. */
    @Override
    public void close() {
        LOG.info("node.stopping name={}", options.nodeName());
        try {
            registration.stop();
        } catch (KubernetesClientException e) {
            LOG.warn("node.stopping.untold error=\"{}\"", ApiTrouble.words(e));
        }
        try {
            pods.shutdown(options.shutdown());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        heartbeat.close();
        events.close();
        watch.close();
        server.close();
        memory.close();
        client.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("node.lock.close error=\"{}\"", e.getMessage());
        }
        LOG.info("node.stopped name={}", options.nodeName());
    }
}
