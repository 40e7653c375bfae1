package dev.skerry.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class CompactStoreTest {
    private static final String METADATA =
            """
            metadata:
              name: flask-ij-r1-a1
              namespace: demo
              uid: u1
              labels: {skerry.dev/job: flask}
              annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}", keep: me}
              managedFields: [{manager: skerry, fieldsV1: {"f:spec": {"f:suspend": {}}}}]
            """;

    @Test
    void aJobKeepsWhatDecidingReads() {
        var job =
                Serialization.unmarshal(
                        """
                        apiVersion: batch/v1
                        kind: Job
                        %sspec: {suspend: true, template: {spec: {containers: [{name: trainer}]}}}
                        status: {conditions: [{type: Complete, status: "True"}]}
                        """
                                .formatted(METADATA),
                        Job.class);
        var store = new CompactStore<Job>();
        store.put(store.getKey(job), job);

        var kept = store.get("demo/flask-ij-r1-a1");
        assertThat(kept.getSpec().getSuspend()).isTrue();
        assertThat(kept.getStatus().getConditions()).hasSize(1);
        assertThat(kept.getMetadata().getLabels()).containsEntry("skerry.dev/job", "flask");
        assertThat(kept.getMetadata().getAnnotations()).containsOnlyKeys("keep");
        assertThat(kept.getMetadata().getManagedFields()).isEmpty();
        assertThat(kept.getSpec().getTemplate()).isNull();
    }

    @Test
    void aPodKeepsItsNodeAndStatus() {
        var pod =
                Serialization.unmarshal(
                        """
                        apiVersion: v1
                        kind: Pod
                        %sspec: {nodeName: n1, containers: [{name: trainer}], volumes: [{name: work, emptyDir: {}}]}
                        status: {phase: Running, containerStatuses: [{name: trainer, restartCount: 0}]}
                        """
                                .formatted(METADATA),
                        Pod.class);
        var store = new CompactStore<Pod>();
        store.put(store.getKey(pod), pod);

        var kept = store.get("demo/flask-ij-r1-a1");
        assertThat(kept.getSpec().getNodeName()).isEqualTo("n1");
        assertThat(kept.getStatus().getContainerStatuses()).hasSize(1);
        assertThat(kept.getSpec().getContainers()).isEmpty();
        assertThat(kept.getSpec().getVolumes()).isEmpty();
    }

    @Test
    void aPodThatWaitsKeepsWhatSaysWhy() {
        var pod =
                Serialization.unmarshal(
                        """
                        apiVersion: v1
                        kind: Pod
                        %sspec:
                          containers: [{name: trainer, image: "ghost:1", env: [{name: A, value: b}], resources: {limits: {nvidia.com/gpu: 1}}}]
                          volumes: [{name: work, emptyDir: {}}, {name: git, secret: {secretName: git-token}}]
                        status: {phase: Pending}
                        """
                                .formatted(METADATA),
                        Pod.class);
        var store = new CompactStore<Pod>();
        store.put(store.getKey(pod), pod);

        var kept = store.get("demo/flask-ij-r1-a1").getSpec();
        assertThat(kept.getContainers().getFirst().getImage()).isEqualTo("ghost:1");
        assertThat(kept.getContainers().getFirst().getEnv()).isEmpty();
        assertThat(kept.getContainers().getFirst().getResources().getLimits())
                .containsKey("nvidia.com/gpu");
        assertThat(kept.getVolumes()).extracting(v -> v.getName()).containsExactly("git");
    }
}
