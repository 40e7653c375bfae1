package dev.skerry.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlPlaneTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private final BinaryStore store = BinaryStore.ofUser(LoggedEvents::log);

    @TempDir Path folder;

    @Test
    void aCompleteControlPlaneIsHealthyAndTakesPods() throws Exception {
        var controlPlane = TestControlPlane.sharedWithControllers();
        assertThat(controlPlane.health())
                .extracting(ServiceHealth::name)
                .containsExactly(
                        "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler");
        assertThat(controlPlane.health()).allMatch(ServiceHealth::healthy);
        assertThat(controlPlane.children()).hasSize(4).allMatch(child -> child.rssBytes() > 0);
        try (var client = client(controlPlane.adminKubeconfig())) {
            assertThat(client.getKubernetesVersion().getGitVersion()).isEqualTo("v1.34.4");
            var pod =
                    new PodBuilder()
                            .withNewMetadata()
                            .withName("p")
                            .withNamespace("default")
                            .endMetadata()
                            .withNewSpec()
                            .addNewContainer()
                            .withName("c")
                            .withImage("i")
                            .endContainer()
                            .endSpec()
                            .build();
            client.resource(pod).create();
            Await.until(
                    "the scheduler says there is no node",
                    LIMIT,
                    () ->
                            client.resource(pod).get().getStatus().getConditions().stream()
                                    .anyMatch(c -> "Unschedulable".equals(c.getReason())));
        }
    }

    @Test
    void aUserHasTheRightsOfItsRolesAndNoOthers() throws Exception {
        var controlPlane = TestControlPlane.shared();
        var kubeconfig =
                controlPlane.kubeconfig(
                        "system:serviceaccount:default:nobody", List.of("system:serviceaccounts"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kubeconfig)))
                .isEqualTo("rw-------");
        try (var client = client(kubeconfig)) {
            assertThatThrownBy(() -> client.configMaps().inNamespace("default").list())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("system:serviceaccount:default:nobody");
        }
        try (var client = client(controlPlane.kubeconfig("ann", List.of("system:masters")))) {
            assertThat(client.namespaces().withName("default").get()).isNotNull();
        }
    }

    @Test
    void whoCannotProveWhoTheyAreSeesNothing() throws Exception {
        var controlPlane = TestControlPlane.shared();
        var stranger =
                CertificateAuthority.open(folder, "stranger")
                        .client("c", "c", List.of("system:masters"));
        try (var probe = Probe.mutual(controlPlane.ca(), stranger)) {
            assertThat(probe.ask(controlPlane.url().resolve("/api"))).contains("answered 401");
        }
    }

    @Test
    void theNextStartOnTheSameFolderContinuesTheCluster() throws Exception {
        var config =
                ControlPlaneConfig.of(folder.resolve("state"))
                        .withComponents()
                        .withoutFsync()
                        .withAuditLog(folder.resolve("audit.log"));
        try (var children = Children.open(folder.resolve("run"))) {
            java.net.URI url;
            try (var first = start(config, children);
                    var client = client(first.adminKubeconfig())) {
                url = first.url();
                client.resource(
                                new ConfigMapBuilder()
                                        .withNewMetadata()
                                        .withName("kept")
                                        .withNamespace("default")
                                        .endMetadata()
                                        .build())
                        .create();
            }
            assertThat(children.living()).isEmpty();
            assertThat(Files.readString(folder.resolve("audit.log"))).contains("\"name\":\"kept\"");
            try (var second = start(config, children);
                    var client = client(second.adminKubeconfig())) {
                assertThat(second.url()).isEqualTo(url);
                assertThat(client.configMaps().inNamespace("default").withName("kept").get())
                        .isNotNull();
            }
            try (var taken =
                            new ServerSocket(url.getPort(), 1, InetAddress.ofLiteral("127.0.0.1"));
                    var third = start(config, children);
                    var client = client(third.adminKubeconfig())) {
                assertThat(third.url().getPort()).isNotEqualTo(taken.getLocalPort());
                assertThat(client.configMaps().inNamespace("default").withName("kept").get())
                        .isNotNull();
            }
        }
    }

    @Test
    void aComponentThatDiesIsStartedAgainOnItsPort() throws Exception {
        var controlPlane = TestControlPlane.shared();
        var before = controlPlane.children().getLast();
        assertThat(before.name()).isEqualTo("kube-apiserver");
        before.kill();
        Await.until(
                "another API server, healthy",
                LIMIT,
                () ->
                        controlPlane.children().size() == 2
                                && controlPlane.children().getLast().pid() != before.pid()
                                && controlPlane.health().stream().allMatch(ServiceHealth::healthy));
        try (var client = client(controlPlane.adminKubeconfig())) {
            assertThat(client.namespaces().withName("default").get()).isNotNull();
        }
    }

    @Test
    void aComponentThatDoesNotStartTellsItsLastWordsAndLeavesNothingBehind() throws Exception {
        var config =
                ControlPlaneConfig.of(folder.resolve("state"))
                        .withComponents()
                        .withoutFsync()
                        .withApiServerArgs("--no-such-flag");
        try (var children = Children.open(folder.resolve("run"))) {
            assertThatThrownBy(() -> start(config, children))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("kube-apiserver ended with exit code 1 while starting")
                    .hasMessageContaining("unknown flag: --no-such-flag");
            assertThat(children.living()).isEmpty();
        }
    }

    private ControlPlane start(ControlPlaneConfig config, Children children) throws Exception {
        return ControlPlane.start(config, store, children, ServiceEvent.Listener.silent());
    }

    private static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }
}
