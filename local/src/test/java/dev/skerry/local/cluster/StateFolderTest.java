package dev.skerry.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.local.cluster.ClusterState.Component;
import dev.skerry.local.cluster.ClusterState.Condition;
import dev.skerry.local.cluster.ClusterState.Phase;
import dev.skerry.local.cluster.ClusterState.ProcessId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the state folder: the state itself, ports, logs, the copy of the programs. */
class StateFolderTest {
    @TempDir private Path folder;

    @Test
    void theStateIsReadBackAsWrittenAndForItsOwnerOnly() throws IOException {
        var file = new StateFile(folder);
        assertThat(file.read()).isEmpty();
        var board = new Board(file, "abc");
        board.add(Component.waiting("node", "process node", "after control-plane"));
        board.update(
                "node",
                part ->
                        part.with(Condition.HEALTHY, "fine")
                                .running(
                                        "http://127.0.0.1:1",
                                        "/log",
                                        List.of(new ProcessId("node", 1, 2))));
        board.environment(Map.of("KUBECONFIG", "/k"));
        board.phase(Phase.READY, "");
        board.flush();
        assertThat(file.read()).contains(board.state());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(folder)
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenWhenItCan() throws IOException {
        Path state = folder.resolve("state");
        var board = new Board(new StateFile(state), "abc");
        board.phase(Phase.READY, "");
        board.flush();
        assertThat(state).doesNotExist();
        Files.createDirectories(state);
        board.flush();
        assertThat(new StateFile(state).read()).contains(board.state());
        assertThat(new StateFile(state).writtenAt()).isPresent();
    }

    @Test
    void aStateOfAnotherVersionIsReadAsFarAsItGoes() throws IOException {
        var board = new Board(new StateFile(folder), "abc");
        board.add(Component.waiting("node", "process node", ""));
        board.flush();
        Path file = new StateFile(folder).path();
        Files.writeString(file, Files.readString(file).replace("WAITING", "ANOTHER"));
        assertThat(new StateFile(folder).read().orElseThrow().components())
                .allMatch(part -> part.condition() == Condition.UNHEALTHY);
    }

    @Test
    void aDamagedStateSaysHowToGetRidOfIt() throws IOException {
        Files.writeString(folder.resolve("cluster.json"), "{\"build\": ");
        assertThatThrownBy(() -> new StateFile(folder).read())
                .hasMessageContaining("skerry down --delete");
    }

    @Test
    void aProcessIsNotTakenForAnotherOneWithItsNumber() {
        var self = ProcessId.of("test", ProcessHandle.current());
        assertThat(self.handle()).contains(ProcessHandle.current());
        assertThat(new ProcessId("test", self.pid(), self.startedAt() - 60_000).handle()).isEmpty();
        assertThat(new ProcessId("test", self.pid(), 0).handle()).isEmpty();
    }

    @Test
    void portsAreRememberedUnlessSomebodyTookThem() throws IOException {
        Path file = folder.resolve("ports.properties");
        int first = new Ports(file).take("node");
        assertThat(new Ports(file).take("node")).isEqualTo(first);
        try (var taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThat(new Ports(file).take("node")).isNotEqualTo(first);
        }
        var ports = new Ports(file);
        assertThat(ports.take("a")).isNotEqualTo(ports.take("b"));
    }

    @Test
    void damagedPortsAreChosenAnew() throws IOException {
        Path file = folder.resolve("ports.properties");
        Files.writeString(file, "a=99999999\nb=80\nc=x\n");
        var ports = new Ports(file);
        for (String name : List.of("a", "b", "c"))
            assertThat(ports.take(name)).isBetween(1024, 65535);
    }

    @Test
    void aLogIsCutWhenItIsTooLongAndItsEndIsKeptAside() throws IOException {
        var log = new LogFile(folder.resolve("logs/x.log"));
        log.prepare();
        Files.write(log.path(), new byte[(int) LogFile.MOST]);
        log.trim();
        assertThat(log.path()).isEmptyFile();
        assertThat(folder.resolve("logs/x.log.1")).hasSize(LogFile.MOST);
    }

    @Test
    void theLastWordsOfALogAreItsLastLinesThatSaySomething() throws IOException {
        var log = new LogFile(folder.resolve("x.log"));
        assertThat(log.tail(3)).isEmpty();
        Files.writeString(
                log.path(), "a\n".repeat(20_000) + "b\n\n  \nc\n", StandardCharsets.UTF_8);
        assertThat(log.tail(3)).containsExactly("a", "b", "c");
    }

    @Test
    void programsAreCopiedOnceForEachBuild() throws IOException {
        Path checkout = folder.resolve("checkout");
        for (String path :
                List.of(
                        "cli/target/lib/skerry-local.jar",
                        "operator/target/quarkus-app/quarkus-run.jar",
                        "trainer-image/target/skerry-trainer.jar",
                        "trainer-image/target/lib/jgit.jar",
                        "crds/k8s/ij.yaml",
                        "operator/k8s/rbac.yaml",
                        "operator/k8s/share-credentials.yaml",
                        "local/k8s/share-credentials.yaml")) {
            Files.createDirectories(checkout.resolve(path).getParent());
            Files.writeString(checkout.resolve(path), path);
        }
        Path state = folder.resolve("state");
        var one = Programs.copy(checkout, state, "1111");
        Files.writeString(
                checkout.resolve("cli/target/lib/skerry-local.jar"),
                "built under a running cluster");
        assertThat(Programs.copy(checkout, state, "1111")).isEqualTo(one);
        assertThat(one.folder().resolve("lib/skerry-local.jar"))
                .hasContent("cli/target/lib/skerry-local.jar");
        assertThat(one.manifests())
                .extracting(manifest -> Files.readString(manifest))
                .containsExactly(
                        "crds/k8s/ij.yaml",
                        "local/k8s/share-credentials.yaml",
                        "operator/k8s/rbac.yaml");
        assertThat(one.trainerClassPath())
                .endsWith("skerry-trainer.jar:" + one.folder() + "/trainer/lib/*");

        var two = Programs.copy(checkout, state, "2222");
        two.removeOthers();
        assertThat(one.folder()).doesNotExist();
        assertThat(two.folder()).isDirectory();
    }

    @Test
    void aClusterRunsWhileItsDaemonHoldsTheLock() throws Exception {
        var cluster = LocalCluster.of(folder, Map.of("SKERRY_HOME", folder.toString()));
        assertThat(cluster.isRunning()).isFalse();
        assertThat(cluster.requestStop()).isFalse();
        Files.createDirectories(cluster.places().state());
        try (var channel =
                FileChannel.open(
                        LocalCluster.lockFile(cluster.places().state()),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            assertThat(channel.position()).isZero();
            assertThat(cluster.isRunning()).isFalse();
            assertThat(cluster.awaitGone(Duration.ofSeconds(1))).isTrue();
        }
        cluster.delete();
        assertThat(cluster.places().state()).doesNotExist();
    }

    @Test
    void waitsGrowToHalfAMinuteAndHealthForgives() {
        var backoff = Backoff.none(Duration.ofSeconds(1));
        assertThat(backoff.delay()).isZero();
        for (int i = 0; i < 40; i++) backoff = backoff.after(Duration.ofSeconds(1));
        assertThat(backoff.delay()).hasSeconds(30);
        assertThat(backoff.after(Backoff.CALM).delay()).hasSeconds(1);
        assertThat(
                        Backoff.none(Duration.ofSeconds(1))
                                .after(Duration.ZERO)
                                .after(Duration.ZERO)
                                .delay())
                .hasSeconds(2);
    }
}
