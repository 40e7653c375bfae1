package dev.skerry.local.controlplane;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The arguments of each component. Everything listens on 127.0.0.1 and speaks TLS. */
final class ComponentCommands {
    /** What Services get their addresses from; nothing on this machine routes it. */
    private static final String SERVICE_RANGE = "10.96.0.0/16";

    private static final String AUDIT_POLICY =
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - level: Metadata
            """;

    private final ControlPlaneConfig config;
    private final Identities identities;
    private final Path kubeconfigs;
    private final int etcdPort;
    private final int etcdPeerPort;
    private final int apiPort;
    private final int controllerManagerPort;
    private final int schedulerPort;

    ComponentCommands(
            ControlPlaneConfig config, Identities identities, Path kubeconfigs, Ports ports)
            throws IOException {
        this.config = config;
        this.identities = identities;
        this.kubeconfigs = kubeconfigs;
        this.etcdPort = ports.free("etcd");
        this.etcdPeerPort = ports.free("etcd-peer");
        this.apiPort = ports.free("kube-apiserver");
        this.controllerManagerPort = ports.free("kube-controller-manager");
        this.schedulerPort = ports.free("kube-scheduler");
    }

    URI apiServer() {
        return URI.create("https://127.0.0.1:" + apiPort);
    }

    /** Where a component says that it is well. */
    URI health(Component component) {
        return switch (component) {
            case ETCD -> URI.create("https://127.0.0.1:" + etcdPort + "/health");
            case KUBE_APISERVER -> apiServer().resolve("/readyz");
            case KUBE_CONTROLLER_MANAGER ->
                    URI.create("https://127.0.0.1:" + controllerManagerPort + "/healthz");
            case KUBE_SCHEDULER -> URI.create("https://127.0.0.1:" + schedulerPort + "/healthz");
        };
    }

    /** Arguments without the program. */
    List<String> arguments(Component component) throws IOException {
        return switch (component) {
            case ETCD -> etcd();
            case KUBE_APISERVER -> apiServerArguments();
            case KUBE_CONTROLLER_MANAGER -> controllerManager();
            case KUBE_SCHEDULER -> scheduler();
        };
    }

    private List<String> etcd() {
        var client = "https://127.0.0.1:" + etcdPort;
        var peer = "https://127.0.0.1:" + etcdPeerPort;
        var server = identities.etcdServer();
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--name=skerry",
                                "--data-dir=" + config.stateDir().resolve("etcd"),
                                "--listen-client-urls=" + client,
                                "--advertise-client-urls=" + client,
                                "--listen-peer-urls=" + peer,
                                "--initial-advertise-peer-urls=" + peer,
                                "--initial-cluster=skerry=" + peer,
                                "--cert-file=" + server.certificate(),
                                "--key-file=" + server.key(),
                                "--client-cert-auth",
                                "--trusted-ca-file=" + identities.etcdCa().certificate(),
                                "--peer-cert-file=" + server.certificate(),
                                "--peer-key-file=" + server.key(),
                                "--peer-client-cert-auth",
                                "--peer-trusted-ca-file=" + identities.etcdCa().certificate(),
                                "--log-level=warn"));
        if (!config.durable()) arguments.add("--unsafe-no-fsync");
        return arguments;
    }

    private List<String> apiServerArguments() throws IOException {
        var serving = identities.apiServer();
        var kubelet = identities.kubeletClient();
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--bind-address=127.0.0.1",
                                "--advertise-address=127.0.0.1",
                                "--secure-port=" + apiPort,
                                "--etcd-servers=https://127.0.0.1:" + etcdPort,
                                "--etcd-cafile=" + identities.etcdCa().certificate(),
                                "--etcd-certfile=" + identities.etcdClient().certificate(),
                                "--etcd-keyfile=" + identities.etcdClient().key(),
                                "--tls-cert-file=" + serving.certificate(),
                                "--tls-private-key-file=" + serving.key(),
                                "--client-ca-file=" + identities.ca().certificate(),
                                "--anonymous-auth=false",
                                "--authorization-mode=Node,RBAC",
                                "--enable-admission-plugins=NodeRestriction",
                                "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                                "--service-account-key-file="
                                        + identities.serviceAccountPublicKey(),
                                "--service-account-signing-key-file="
                                        + identities.serviceAccountKey(),
                                "--service-cluster-ip-range=" + SERVICE_RANGE,
                                "--kubelet-client-certificate=" + kubelet.certificate(),
                                "--kubelet-client-key=" + kubelet.key(),
                                "--kubelet-certificate-authority=" + identities.ca().certificate(),
                                "--kubelet-preferred-address-types=InternalIP",
                                "--endpoint-reconciler-type=none",
                                "--profiling=false"));
        if (config.auditLog().isPresent()) {
            var policy =
                    OwnerOnly.write(config.stateDir().resolve("audit-policy.yaml"), AUDIT_POLICY);
            arguments.add("--audit-policy-file=" + policy);
            arguments.add("--audit-log-path=" + config.auditLog().get());
            arguments.add("--audit-log-maxsize=100");
            arguments.add("--audit-log-maxbackup=2");
        }
        arguments.addAll(config.apiServerArgs());
        return arguments;
    }

    private List<String> controllerManager() throws IOException {
        var arguments =
                client(
                        "kube-controller-manager",
                        controllerManagerPort,
                        identities.controllerManager(),
                        identities.controllerManagerServer());
        arguments.addAll(
                List.of(
                        "--use-service-account-credentials",
                        "--service-account-private-key-file=" + identities.serviceAccountKey(),
                        "--root-ca-file=" + identities.ca().certificate(),
                        "--kube-api-qps=200",
                        "--kube-api-burst=400"));
        return arguments;
    }

    private List<String> scheduler() throws IOException {
        var arguments =
                client(
                        "kube-scheduler",
                        schedulerPort,
                        identities.scheduler(),
                        identities.schedulerServer());
        arguments.addAll(List.of("--kube-api-qps=200", "--kube-api-burst=400"));
        return arguments;
    }

    private List<String> client(String name, int port, Credential identity, Credential serving)
            throws IOException {
        var file =
                Kubeconfig.write(
                        kubeconfigs.resolve(name + ".yaml"),
                        apiServer(),
                        identities.ca(),
                        identity);
        return new ArrayList<>(
                List.of(
                        "--kubeconfig=" + file,
                        "--authentication-kubeconfig=" + file,
                        "--authorization-kubeconfig=" + file,
                        "--client-ca-file=" + identities.ca().certificate(),
                        "--authentication-skip-lookup",
                        "--bind-address=127.0.0.1",
                        "--secure-port=" + port,
                        "--tls-cert-file=" + serving.certificate(),
                        "--tls-private-key-file=" + serving.key(),
                        "--leader-elect=false",
                        "--profiling=false"));
    }
}
