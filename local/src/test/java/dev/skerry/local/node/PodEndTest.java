package dev.skerry.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.local.node.process.ProcessTable;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodEndTest {
    @TempDir Path folder;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private List<Pod> history(String name) {
        var seen = Collections.synchronizedList(new ArrayList<Pod>());
        node.client()
                .pods()
                .inNamespace(node.namespace())
                .withName(name)
                .watch(
                        new Watcher<>() {
                            @Override
                            public void eventReceived(Action action, Pod pod) {
                                if (action == Action.MODIFIED) seen.add(pod);
                            }

                            @Override
                            public void onClose(WatcherException cause) {}
                        });
        return seen;
    }

    private void delete(String name) {
        node.client().pods().inNamespace(node.namespace()).withName(name).delete();
    }

    @Test
    void aDeletedPodMayFinishItsWorkAndItsEndIsTold() throws Exception {
        node.start();
        node.create(
                "polite",
                """
                terminationGracePeriodSeconds: 20
                containers:
                - name: main
                  image: any
                  command: [sh, -c, 'trap "echo bye > \\"$0\\"; exit 0" TERM; echo ready; while :; do sleep 0.1; done', /dev/termination-log]
                  lifecycle: {preStop: {exec: {command: [sh, -c, 'echo hook > "$0"', /dev/termination-log]}}}
                """);
        assertThat(node.firstLine("polite")).isEqualTo("ready");
        var seen = history("polite");
        delete("polite");
        node.awaitGone("polite");
        var last = seen.get(seen.size() - 1);
        assertThat(last.getStatus().getPhase()).isEqualTo("Succeeded");
        var end = last.getStatus().getContainerStatuses().getFirst().getState().getTerminated();
        assertThat(end.getExitCode()).isZero();
        assertThat(end.getMessage()).isEqualTo("bye\n");
    }

    @Test
    void aDeletedPodThatDoesNotListenIsKilledAfterItsGracePeriodWithAllItStarted()
            throws Exception {
        node.start();
        node.create(
                "deaf",
                """
                terminationGracePeriodSeconds: 1
                containers: [{name: main, image: any, command: [sh, -c, 'trap "" TERM; setsid sleep 871 & sleep 872 & echo $$$$; while :; do sleep 0.1; done']}]
                """);
        long pid = Long.parseLong(node.firstLine("deaf"));
        var children =
                ProcessHandle.of(pid).orElseThrow().descendants().map(ProcessHandle::pid).toList();
        var seen = history("deaf");
        var before = Instant.now();
        delete("deaf");
        node.awaitGone("deaf");
        assertThat(Duration.between(before, Instant.now()))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
        assertThat(
                        seen.get(seen.size() - 1)
                                .getStatus()
                                .getContainerStatuses()
                                .getFirst()
                                .getState()
                                .getTerminated()
                                .getExitCode())
                .isEqualTo(137);
        assertThat(children).hasSizeGreaterThanOrEqualTo(2).noneMatch(PodEndTest::runs);
    }

    private static boolean runs(long pid) {
        return ProcessTable.find(pid).isPresent();
    }

    @Test
    void aNodeThatStopsEndsItsPodsAndSaysThatItWasTheCause() throws Exception {
        node.start();
        node.create(
                "once",
                "restartPolicy: Never\ncontainers: [{name: main, image: any, command: [sleep, '60']}]");
        node.create("forever", "containers: [{name: main, image: any, command: [sleep, '60']}]");
        node.awaitPhase("once", "Running");
        node.awaitPhase("forever", "Running");
        node.stop();
        var once = node.awaitPhase("once", "Failed");
        assertThat(once.getStatus().getConditions())
                .anyMatch(
                        c ->
                                c.getType().equals("DisruptionTarget")
                                        && c.getReason().equals("TerminationByKubelet"));
        node.start();
        var forever =
                node.await(
                        "forever",
                        p -> {
                            var status = p.getStatus().getContainerStatuses().getFirst();
                            return status.getState().getRunning() != null
                                    && status.getRestartCount() == 1;
                        });
        assertThat(
                        forever.getStatus()
                                .getContainerStatuses()
                                .getFirst()
                                .getLastState()
                                .getTerminated()
                                .getExitCode())
                .isEqualTo(143);
    }

    @Test
    void aNodeThatWasKilledLeavesNoProcessAndTellsWhatItLost() throws Exception {
        var program = node.startProgram();
        node.create(
                "once",
                "restartPolicy: Never\ncontainers: [{name: main, image: any, command: [sh, -c, 'echo $$$$; sleep 861 & sleep 862']}]");
        node.create("forever", "containers: [{name: main, image: any, command: [sleep, '863']}]");
        node.awaitPhase("forever", "Running");
        long pid = Long.parseLong(node.firstLine("once"));
        program.destroyForcibly().waitFor();
        node.start();
        var once = node.awaitPhase("once", "Failed");
        assertThat(once.getStatus().getConditions())
                .anyMatch(c -> c.getType().equals("DisruptionTarget"));
        var end = once.getStatus().getContainerStatuses().getFirst().getState().getTerminated();
        assertThat(end.getReason()).isEqualTo("ContainerStatusUnknown");
        assertThat(end.getExitCode()).isEqualTo(137);
        assertThat(
                        ProcessHandle.allProcesses()
                                .map(ProcessHandle::pid)
                                .filter(p -> sessionIs(p, pid)))
                .isEmpty();
        node.await(
                "forever",
                p -> p.getStatus().getContainerStatuses().getFirst().getRestartCount() == 1);
    }

    private static boolean sessionIs(long pid, long session) {
        return ProcessTable.find(pid).filter(e -> e.session() == session).isPresent();
    }

    @Test
    void whatEndsWhileTheApiServerIsAwayIsToldWhenItIsBack() throws Exception {
        node.start();
        node.create(
                "quiet",
                "restartPolicy: Never\ncontainers: [{name: main, image: any, command: [sh, -c, 'sleep 2; exit 7']}]");
        node.awaitPhase("quiet", "Running");
        var apiServer =
                TestNode.plane().children().stream()
                        .filter(c -> c.name().contains("apiserver"))
                        .findFirst()
                        .orElseThrow();
        apiServer.kill();
        var _ = apiServer.onExit().get();
        var pod = node.awaitPhase("quiet", "Failed");
        assertThat(
                        pod.getStatus()
                                .getContainerStatuses()
                                .getFirst()
                                .getState()
                                .getTerminated()
                                .getExitCode())
                .isEqualTo(7);
        assertThat(
                        node.run(
                                        "after",
                                        "restartPolicy: Never\ncontainers: [{name: main, image: any, command: ['true']}]")
                                .getStatus()
                                .getPhase())
                .isEqualTo("Succeeded");
    }
}
