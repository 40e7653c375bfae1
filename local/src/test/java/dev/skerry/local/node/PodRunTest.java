package dev.skerry.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodRunTest {
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

    private static String condition(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals(type))
                .map(c -> c.getStatus() + "/" + c.getReason())
                .findFirst()
                .orElse("absent");
    }

    @Test
    void theNodeIsReadyAndTellsWhatItHas() {
        var seen =
                node.client()
                        .nodes()
                        .withName(node.name())
                        .waitUntilCondition(
                                n ->
                                        n != null
                                                && n.getSpec().getTaints().isEmpty()
                                                && n.getStatus().getConditions().stream()
                                                        .anyMatch(
                                                                c ->
                                                                        c.getType().equals("Ready")
                                                                                && c.getStatus()
                                                                                        .equals(
                                                                                                "True")),
                                30,
                                TimeUnit.SECONDS);
        assertThat(seen.getStatus().getAddresses())
                .singleElement()
                .satisfies(
                        a ->
                                assertThat(a.getType() + a.getAddress())
                                        .isEqualTo("InternalIP127.0.0.1"));
        assertThat(seen.getStatus().getAllocatable()).containsKeys("cpu", "memory", "pods");
        var lease =
                node.client().leases().inNamespace("kube-node-lease").withName(node.name()).get();
        assertThat(lease.getSpec().getHolderIdentity()).isEqualTo(node.name());
    }

    @Test
    void aPodSeesItsEnvironmentAndVolumes() {
        node.apply(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {colour: blue, job.json: '{"run":1}'}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: keys}
                stringData: {password: hunter2}
                """);
        var pod =
                node.run(
                        "sees",
                        """
                        restartPolicy: Never
                        containers:
                        - name: main
                          image: any
                          command: [/bin/sh, -c]
                          args:
                          - |
                            {
                              echo "$PASSWORD $APP_colour $SELF $CPU $GREETING $HOME"
                              cat "$SKERRY_JOB_FILE" "$1/password"
                              cat "$TOKEN_FILE" | cut -d. -f2 | tr '_-' '/+' | base64 -d 2>/dev/null
                              cat "$2"
                              stat -L -c %a "$1/password"
                              echo ok > "$3/file" && ls "$3"
                              echo "$SKERRY_BIND $KUBERNETES_SERVICE_HOST $KUBERNETES_SERVICE_PORT"
                            } > "$SKERRY_TERMINATION_LOG" 2>&1
                          - sh
                          - /etc/keys
                          - /etc/podinfo/labels
                          - /scratch
                          env:
                          - {name: PASSWORD, valueFrom: {secretKeyRef: {name: keys, key: password}}}
                          - {name: SELF, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                          - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
                          - {name: GREETING, value: "hi $(SELF) $(nobody)"}
                          - {name: SKERRY_JOB_FILE, value: /etc/skerry/job.json}
                          - {name: TOKEN_FILE, value: /var/run/skerry/token}
                          - {name: MAYBE, valueFrom: {configMapKeyRef: {name: absent, key: x, optional: true}}}
                          envFrom:
                          - {prefix: APP_, configMapRef: {name: settings}}
                          resources: {limits: {memory: 200Mi}}
                          volumeMounts:
                          - {name: config, mountPath: /etc/skerry}
                          - {name: keys, mountPath: /etc/keys}
                          - {name: token, mountPath: /var/run/skerry}
                          - {name: info, mountPath: /etc/podinfo}
                          - {name: scratch, mountPath: /scratch}
                        volumes:
                        - {name: config, configMap: {name: settings, items: [{key: job.json, path: job.json}]}}
                        - {name: keys, secret: {secretName: keys, defaultMode: 256}}
                        - name: token
                          projected:
                            sources:
                            - serviceAccountToken: {path: token, audience: skerry, expirationSeconds: 600}
                        - {name: info, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
                        - {name: scratch, emptyDir: {}}
                        """);
        var message = end(pod).getMessage();
        assertThat(pod.getStatus().getPhase()).as(message).isEqualTo("Succeeded");
        assertThat(message)
                .contains("hunter2 blue sees 200 hi sees $(nobody) ")
                .contains("{\"run\":1}hunter2")
                .contains("\"aud\":[\"skerry\"]")
                .contains(pod.getMetadata().getUid())
                .contains("app=\"web\"400\nfile\n")
                .contains("127.0.0.1 127.0.0.1 " + TestNode.plane().url().getPort());
        assertThat(pod.getStatus().getPodIP()).startsWith("10.244.");
        assertThat(pod.getStatus().getHostIP()).isEqualTo("127.0.0.1");
        assertThat(condition(pod, "Initialized")).isEqualTo("True/PodCompleted");
        assertThat(condition(pod, "Ready")).isEqualTo("False/PodCompleted");
    }

    @Test
    void anImageOfTheMapRunsItsProgramWithThePodsArguments() {
        node.run(
                "mapped",
                """
                restartPolicy: Never
                containers: [{name: main, image: "test/hello:1", args: ["and $(WHOM)"], env: [{name: WHOM, value: me}]}]
                """);
        assertThat(log("mapped")).isEqualTo("hello mapped and me\n");
    }

    private static String log(String pod) {
        return node.client().pods().inNamespace(node.namespace()).withName(pod).getLog();
    }

    @Test
    void initContainersEndInOrderBeforeTheOthersStart() {
        var pod =
                node.run(
                        "ordered",
                        """
                        restartPolicy: Never
                        initContainers:
                        - {name: one, image: any, command: [sh, -c, 'echo one >> "$0"', /work/order], volumeMounts: [{name: work, mountPath: /work}]}
                        - {name: two, image: any, command: [sh, -c, 'echo two >> "$0"', /work/order], volumeMounts: [{name: work, mountPath: /work}]}
                        containers:
                        - name: main
                          image: any
                          command: [cp, /work/order, /dev/termination-log]
                          volumeMounts: [{name: work, mountPath: /work}]
                        volumes: [{name: work, emptyDir: {}}]
                        """);
        assertThat(end(pod).getMessage()).isEqualTo("one\ntwo\n");
        assertThat(pod.getStatus().getInitContainerStatuses())
                .extracting(s -> s.getState().getTerminated().getReason())
                .isEqualTo(List.of("Completed", "Completed"));
    }

    @Test
    void aJobCompletesThroughSchedulerAndControllerManager() {
        node.apply(
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: adds}
                spec:
                  backoffLimit: 0
                  template:
                    spec:
                      restartPolicy: Never
                      nodeSelector: {kubernetes.io/hostname: %s}
                      containers: [{name: main, image: any, command: [sh, -c, "echo $((20 + 22))"], resources: {requests: {cpu: 10m}}}]
                """
                        .formatted(node.name()));
        var job =
                node.client()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(node.namespace())
                        .withName("adds")
                        .waitUntilCondition(
                                j ->
                                        j.getStatus() != null
                                                && j.getStatus().getConditions().stream()
                                                        .anyMatch(
                                                                c ->
                                                                        c.getType()
                                                                                .equals(
                                                                                        "Complete")),
                                60,
                                TimeUnit.SECONDS);
        assertThat(job.getStatus().getSucceeded()).isEqualTo(1);
        var pod =
                node.client()
                        .pods()
                        .inNamespace(node.namespace())
                        .withLabel("job-name", "adds")
                        .list()
                        .getItems()
                        .getFirst();
        assertThat(log(pod.getMetadata().getName())).isEqualTo("42\n");
    }
}
