package dev.skerry.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kueue's conditions as a sentence. */
class WorkloadTest {

    @Test
    void aPendingWorkloadSaysItsPlaceAndWhatItLacks() {
        var mine =
                workload(
                        "mine",
                        "gpu",
                        0,
                        "2026-11-21T10:00:02Z",
                        "[{type: QuotaReserved, status: \"False\", reason: Pending, message: \"insufficient unused quota for nvidia.com/gpu in flavor default, 1 more needed\"}]");
        var all =
                List.of(
                        workload("later", "gpu", 0, "2026-11-21T10:00:03Z", "[]"),
                        workload("important", "gpu", 100, "2026-11-21T10:00:09Z", "[]"),
                        workload("elsewhere", "cpu", 900, "2026-11-21T09:00:00Z", "[]"),
                        workload(
                                "admitted",
                                "gpu",
                                0,
                                "2026-11-21T09:00:00Z",
                                "[{type: QuotaReserved, status: \"True\", reason: x, message: x}]"),
                        mine);
        assertThat(mine.waitingFor(all))
                .contains(
                        "queue gpu to admit it: position 2 of 3; insufficient unused quota for nvidia.com/gpu in flavor default, 1 more needed");
    }

    @Test
    void anEvictedWorkloadWaitsToBeAdmittedAgain() {
        var mine =
                workload(
                        "mine",
                        "gpu",
                        0,
                        "2026-11-21T10:00:00Z",
                        "[{type: Admitted, status: \"False\", reason: NoReservation, message: x}, {type: Evicted, status: \"True\", reason: Preempted, message: \"Preempted to accommodate a workload\"}]");
        assertThat(mine.waitingFor(List.of(mine)))
                .contains("queue gpu to admit it again (evicted: Preempted): position 1 of 1");
    }

    @Test
    void aReservedWorkloadNamesTheCheckThatIsOpen() {
        var mine =
                workload(
                        "mine",
                        "gpu",
                        0,
                        "2026-11-21T10:00:00Z",
                        "[{type: QuotaReserved, status: \"True\", reason: QuotaReserved, message: x}]\n  admissionChecks: [{name: provision, state: Pending, message: \"waiting for nodes\"}, {name: budget, state: Ready}]");
        assertThat(mine.waitingFor(List.of(mine)))
                .contains(
                        "queue gpu to admit it: quota is reserved; admission check provision (waiting for nodes)");
    }

    @Test
    void anAdmittedWorkloadHasNothingAgainstIt() {
        var mine =
                workload(
                        "mine",
                        "gpu",
                        0,
                        "2026-11-21T10:00:00Z",
                        "[{type: QuotaReserved, status: \"True\"}, {type: Admitted, status: \"True\"}]");
        assertThat(mine.waitingFor(List.of(mine))).isEmpty();
    }

    @Test
    void whatAVersionWritesOtherwiseIsReadAsFarAsItGoes() {
        var odd =
                Workload.of(
                        Serialization.unmarshal(
                                """
                                apiVersion: kueue.x-k8s.io/v1beta1
                                kind: Workload
                                metadata: {name: odd}
                                spec: {priority: high}
                                status: {conditions: 7, admissionChecks: [x]}
                                """,
                                GenericKubernetesResource.class));
        assertThat(odd.waitingFor(List.of(odd))).contains("queue  to admit it: position 1 of 1");
        assertThat(Stream.of(odd.jobUid(), odd.queue())).containsOnly("");
    }

    private static Workload workload(
            String name, String queue, int priority, String createdAt, String conditions) {
        return Workload.of(
                Serialization.unmarshal(
                        """
                        apiVersion: kueue.x-k8s.io/v1beta1
                        kind: Workload
                        metadata:
                          name: %s
                          creationTimestamp: "%s"
                          ownerReferences: [{apiVersion: batch/v1, kind: Job, name: j, uid: uid-%s, controller: true}]
                        spec: {queueName: %s, priority: %d}
                        status:
                          conditions: %s
                        """
                                .formatted(name, createdAt, name, queue, priority, conditions),
                        GenericKubernetesResource.class));
    }
}
