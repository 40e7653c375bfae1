package dev.skerry.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodTroubleTest {
    @TempDir static Path folder;
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode(folder).start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static ContainerStateTerminated end(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst().getState().getTerminated();
    }

    private static boolean waitsFor(Pod pod, String reason) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(status -> status.getState().getWaiting())
                .anyMatch(waiting -> waiting != null && waiting.getReason().equals(reason));
    }

    @Test
    void exitCodeAndLastLinesOfAFailureAreInItsStatus() {
        var pod =
                node.run(
                        "fails",
                        """
                        restartPolicy: Never
                        containers:
                        - name: main
                          image: any
                          command: [sh, -c, "echo something broke >&2; exit 65"]
                          terminationMessagePolicy: FallbackToLogsOnError
                        """);
        assertThat(pod.getStatus().getPhase()).isEqualTo("Failed");
        assertThat(end(pod).getExitCode()).isEqualTo(65);
        assertThat(end(pod).getReason()).isEqualTo("Error");
        assertThat(end(pod).getMessage()).isEqualTo("something broke\n");
        assertThat(end(pod).getStartedAt()).isNotEmpty();
    }

    @Test
    void moreMemoryThanTheLimitIsKilledAsOutOfMemory() {
        var pod =
                node.run(
                        "greedy",
                        """
                        restartPolicy: Never
                        containers:
                        - name: main
                          image: any
                          command: [sh, -c, "{ head -c 300000000 /dev/zero; sleep 60; } | tail -c 300000000"]
                          resources: {limits: {memory: 64Mi}}
                        """);
        assertThat(end(pod).getReason()).isEqualTo("OOMKilled");
        assertThat(end(pod).getExitCode()).isEqualTo(137);
    }

    @Test
    void aProgramThatDoesNotExistFailsItsContainer() {
        var pod =
                node.run(
                        "absent",
                        """
                        restartPolicy: Never
                        containers: [{name: main, image: any, command: [no-such-program]}]
                        """);
        assertThat(end(pod).getReason()).isEqualTo("StartError");
        assertThat(end(pod).getMessage()).contains("no-such-program");
    }

    @Test
    void aFailingContainerIsStartedAgainAndThenBacksOff() {
        node.create(
                "crashes",
                """
                restartPolicy: OnFailure
                containers: [{name: main, image: any, command: [sh, -c, "exit 3"]}]
                """);
        var pod = node.await("crashes", p -> waitsFor(p, "CrashLoopBackOff"));
        var status = pod.getStatus().getContainerStatuses().getFirst();
        assertThat(status.getRestartCount()).isEqualTo(1);
        assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(3);
        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
    }

    @Test
    void anImageWithoutProgramWaitsAndSaysWhatToDo() {
        node.create("ghost", "containers: [{name: main, image: 'ghost:1'}]");
        var pod = node.await("ghost", p -> waitsFor(p, "ErrImageNeverPull"));
        assertThat(
                        pod.getStatus()
                                .getContainerStatuses()
                                .getFirst()
                                .getState()
                                .getWaiting()
                                .getMessage())
                .contains("\"ghost:1\"")
                .contains("set command or add the image");
        assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
    }

    @Test
    void aPodWaitsForItsConfigMapAndThenRuns() {
        node.create(
                "patient",
                """
                restartPolicy: Never
                containers: [{name: main, image: any, command: [cp, /etc/late/word, /dev/termination-log], volumeMounts: [{name: late, mountPath: /etc/late}]}]
                volumes: [{name: late, configMap: {name: late}}]
                """);
        node.client()
                .v1()
                .events()
                .inNamespace(node.namespace())
                .informOnCondition(
                        all -> all.stream().anyMatch(PodTroubleTest::saysThatTheMapIsMissing))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        node.apply(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: late}
                data: {word: here}
                """);
        var pod = node.awaitPhase("patient", "Succeeded");
        assertThat(end(pod).getMessage()).isEqualTo("here");
    }

    private static boolean saysThatTheMapIsMissing(Event event) {
        return event.getReason().equals("FailedMount")
                && event.getMessage().contains("configmap \"late\" not found");
    }

    @Test
    void theDeadlineOfAPodEndsIt() {
        var pod =
                node.run(
                        "late",
                        """
                        restartPolicy: Never
                        activeDeadlineSeconds: 1
                        terminationGracePeriodSeconds: 1
                        containers: [{name: main, image: any, command: [sleep, "60"]}]
                        """);
        assertThat(pod.getStatus().getPhase()).isEqualTo("Failed");
        assertThat(pod.getStatus().getReason()).isEqualTo("DeadlineExceeded");
    }
}
