package dev.skerry.local.controlplane;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kubernetes control plane on loopback: etcd, kube-apiserver, kube-controller-manager,
 * kube-scheduler.
 *
 * <p>Ready means that {@code /readyz} is ok and namespace {@code default} is there, and with a
 * controller manager its service account too: pods can be created. Components that die are started
 * again on the same ports. Closing ends them in reverse order; the next start on the same state
 * folder continues the same cluster with the same addresses, unless somebody took a port meanwhile.
 *
 * <p>A node's server certificate must come from {@link #ca()} and name 127.0.0.1, since the API
 * server checks it; the API server shows itself to a node as {@code kube-apiserver-kubelet-client}
 * of the same authority.
 */
public final class ControlPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ControlPlaneConfig config;
    private final Identities identities;
    private final Path kubeconfigs;
    private final ComponentCommands commands;
    private final Probe probe;
    private final Probe etcdProbe;
    private final Map<Component, SupervisedService> services = new EnumMap<>(Component.class);

    private ControlPlane(ControlPlaneConfig config) throws IOException {
        OwnerOnly.directory(config.stateDir());
        OwnerOnly.directory(config.stateDir().resolve("logs"));
        OwnerOnly.directory(config.stateDir().resolve("etcd"));
        this.config = config;
        this.kubeconfigs = OwnerOnly.directory(config.stateDir().resolve("kubeconfigs"));
        this.identities = Identities.open(config.stateDir().resolve("pki"));
        this.commands =
                new ComponentCommands(
                        config,
                        identities,
                        kubeconfigs,
                        Ports.open(config.stateDir().resolve("ports.properties")));
        this.probe = Probe.mutual(identities.ca(), identities.admin());
        this.etcdProbe = Probe.mutual(identities.etcdCa(), identities.etcdClient());
    }

    /**
     * Starts a control plane and returns when it is ready.
     *
     * @throws IOException when a component ends or is not ready in time, with the last lines of its
     *     log; everything started before is stopped again
     */
    public static ControlPlane start(
            ControlPlaneConfig config,
            BinaryStore store,
            Children children,
            ServiceEvent.Listener listener)
            throws IOException, InterruptedException, BinaryUnavailableException {
        var programs = programs(config, store);
        try {
            return startOnce(config, programs, children, listener);
        } catch (SupervisedService.PortTaken e) {
            LOG.warn("controlplane.again error=\"{}\"", e.getMessage());
            return startOnce(config, programs, children, listener);
        }
    }

    private static ControlPlane startOnce(
            ControlPlaneConfig config,
            Map<Component, Path> programs,
            Children children,
            ServiceEvent.Listener listener)
            throws IOException, InterruptedException {
        var started = System.nanoTime();
        var controlPlane = new ControlPlane(config);
        try {
            controlPlane.startAll(programs, children, listener);
            var millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
            LOG.info("controlplane.ready url={} millis={}", controlPlane.url(), millis);
            return controlPlane;
        } catch (IOException | InterruptedException | RuntimeException e) {
            controlPlane.close();
            throw e;
        }
    }

    public URI url() {
        return commands.apiServer();
    }

    /** Group {@code system:masters}: may do everything. */
    public Path adminKubeconfig() {
        return kubeconfigs.resolve("admin.yaml");
    }

    /** A kubeconfig for this user and these groups, with a client certificate for a year. */
    public Path kubeconfig(String user, List<String> groups) throws IOException {
        var hash =
                Sha256.of(
                        (user + "\0" + String.join("\0", groups)).getBytes(StandardCharsets.UTF_8));
        var readable = user.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        var name =
                "user-"
                        + readable.substring(0, Math.min(40, readable.length()))
                        + "-"
                        + hash.substring(0, 12);
        var credential = identities.ca().client(name, user, groups);
        return Kubeconfig.write(
                kubeconfigs.resolve(name + ".yaml"), url(), identities.ca(), credential);
    }

    public CertificateAuthority ca() {
        return identities.ca();
    }

    /** Asks every component; takes as long as the slowest answer, at most 3 s each. */
    public List<ServiceHealth> health() throws InterruptedException {
        var all = new ArrayList<ServiceHealth>();
        for (var service : services.values()) all.add(service.health());
        return all;
    }

    /** The processes that run now, in the order of starting. */
    public List<Child> children() {
        return services.values().stream()
                .map(SupervisedService::current)
                .filter(child -> child != null && child.isAlive())
                .toList();
    }

    @Override
    public void close() {
        var interrupted = false;
        for (var service : List.copyOf(services.values()).reversed()) {
            try {
                service.stop();
            } catch (InterruptedException e) {
                interrupted = true;
                var child = service.current();
                if (child != null) child.kill();
            }
        }
        probe.close();
        etcdProbe.close();
        if (interrupted) Thread.currentThread().interrupt();
    }

    private static Map<Component, Path> programs(ControlPlaneConfig config, BinaryStore store)
            throws InterruptedException, BinaryUnavailableException {
        // hashing them takes a moment each; in parallel, and only the missing ones are fetched one
        // after another
        config.components().parallelStream()
                .forEach(
                        component -> {
                            var cached = store.find(component.binary());
                            LOG.debug(
                                    "controlplane.program name={} cached={}",
                                    component.processName(),
                                    cached.isPresent());
                        });
        var programs = new EnumMap<Component, Path>(Component.class);
        for (var component : config.components())
            programs.put(component, store.require(component.binary()));
        return programs;
    }

    private void startAll(
            Map<Component, Path> programs, Children children, ServiceEvent.Listener listener)
            throws IOException, InterruptedException {
        Kubeconfig.write(adminKubeconfig(), url(), identities.ca(), identities.admin());
        for (var component : config.components()) {
            services.put(
                    component, service(component, programs.get(component), children, listener));
        }
        services.get(Component.ETCD).start();
        services.get(Component.KUBE_APISERVER).start();
        services.get(Component.ETCD).awaitReady(config.readyWithin());
        services.get(Component.KUBE_APISERVER).awaitReady(config.readyWithin());
        for (var component : List.of(Component.KUBE_CONTROLLER_MANAGER, Component.KUBE_SCHEDULER)) {
            if (services.containsKey(component)) services.get(component).start();
        }
        for (var component : List.of(Component.KUBE_CONTROLLER_MANAGER, Component.KUBE_SCHEDULER)) {
            if (services.containsKey(component))
                services.get(component).awaitReady(config.readyWithin());
        }
        awaitDefaults();
    }

    private SupervisedService service(
            Component component, Path program, Children children, ServiceEvent.Listener listener)
            throws IOException {
        var name = component.processName();
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(commands.arguments(component));
        var environment = Map.of("HOME", config.stateDir().toString(), "PATH", "/usr/bin:/bin");
        var log = config.stateDir().resolve("logs").resolve(name + ".log");
        var spec = new ChildSpec(name, command, environment, config.stateDir(), log);
        var asking = component == Component.ETCD ? etcdProbe : probe;
        return new SupervisedService(
                children, spec, () -> asking.ask(commands.health(component)), listener, GRACE);
    }

    private void awaitDefaults() throws IOException, InterruptedException {
        var wanted = new ArrayList<>(List.of("/api/v1/namespaces/default"));
        if (config.components().contains(Component.KUBE_CONTROLLER_MANAGER)) {
            wanted.add("/api/v1/namespaces/default/serviceaccounts/default");
        }
        var deadline = System.nanoTime() + config.readyWithin().toNanos();
        for (var path : wanted) {
            String missing;
            while (!(missing = probe.ask(url().resolve(path))).isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(
                            "the control plane runs but %s did not appear within %d s: %s; look into %s"
                                    .formatted(
                                            path,
                                            config.readyWithin().toSeconds(),
                                            missing,
                                            config.stateDir().resolve("logs")));
                }
                Thread.sleep(25);
            }
        }
    }
}
