package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job waits for, as a user reads it; the cluster speaks in its own words. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobWaitingTest extends SceneTest {
    private static final String QUEUED =
            "{repository: {url: \"https://git.example.org/team/flask.git\"}, scheduling: {queueName: gpu}}";

    IngestionJobWaitingTest() {
        super("wait");
    }

    @Test
    void aQuotaThatRefusesThePodIsToldByAnEventOfItsJob() {
        scene.applyJob("flask", SPEC);
        var job = scene.child("flask-ij-r1-a1");
        user.warning(
                job,
                "FailedCreate",
                "Error creating: pods \"flask-ij-r1-a1-x7\" is forbidden: exceeded quota: compute, requested: requests.cpu=500m, used: requests.cpu=2, limited: requests.cpu=2");
        user.untilWaitingOn(
                "flask",
                "quota compute of namespace %s: requests.cpu=500m wanted, requests.cpu=2 of requests.cpu=2 used"
                        .formatted(scene.namespace));
    }

    @Test
    void aMissingSecretIsToldByAnEventOfThePod() {
        scene.applyJob(
                "flask",
                "{repository: {url: \"https://git.example.org/team/flask.git\", credentialsSecretRef: {name: git-token}}}");
        var pod = scene.played.newPod(scene.child("flask-ij-r1-a1"));
        user.warning(
                pod,
                "FailedMount",
                "MountVolume.SetUp failed for volume \"git\" : secret \"git-token\" not found");
        user.untilWaitingOn(
                "flask", "Secret %s/git-token does not exist".formatted(scene.namespace));
    }

    @Test
    void resourcesAndImagesAreToldByThePodItself() {
        scene.applyJob(
                "flask",
                "{repository: {url: \"https://git.example.org/team/flask.git\"}, accelerator: {count: 1}}");
        var pod = scene.played.newPod(scene.child("flask-ij-r1-a1"));
        scene.played.status(
                pod,
                new PodStatusBuilder()
                        .withPhase("Pending")
                        .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withReason("Unschedulable")
                        .withMessage(
                                "0/3 nodes are available: 3 Insufficient nvidia.com/gpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.")
                        .endCondition()
                        .build());
        assertThat(scene.until("flask", s -> s.waitingOn().startsWith("0 of")).waitingOn())
                .isEqualTo("0 of 3 nodes have 1 free nvidia.com/gpu");
        scene.played.status(
                pod,
                new PodStatusBuilder()
                        .withPhase("Pending")
                        .addNewContainerStatus()
                        .withName("trainer")
                        .withImage("ghost:1")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withState(
                                new ContainerStateBuilder()
                                        .withNewWaiting(
                                                "Back-off pulling image \"x\": ErrImagePull: x: not found",
                                                "ImagePullBackOff")
                                        .build())
                        .endContainerStatus()
                        .build());
        assertThat(scene.until("flask", s -> s.waitingOn().startsWith("image")).waitingOn())
                .endsWith("cannot be pulled: not found");
    }

    @Test
    void aJobOfTheSameNameIsWaitedForAndNeverTouched() {
        scene.played.apply(
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: flask-ij-r1-a1, labels: {whose: theirs}}
                spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: x, image: x}]}}}
                """);
        scene.applyJob("flask", SPEC);
        user.untilWaitingOn(
                "flask",
                "Job flask-ij-r1-a1 does not belong to this IngestionJob, an earlier one of its name may have left it; remove it: kubectl -n %s delete job/flask-ij-r1-a1 configmap/flask-ij-r1-a1"
                        .formatted(scene.namespace));
        assertThat(scene.child("flask-ij-r1-a1").getMetadata().getLabels())
                .containsOnlyKeys("whose");
        scene.admin.resource(scene.child("flask-ij-r1-a1")).delete();
        await().atMost(Scene.PATIENCE)
                .until(
                        () ->
                                Optional.ofNullable(scene.played.job("flask-ij-r1-a1"))
                                        .filter(
                                                j ->
                                                        !j.getMetadata()
                                                                .getOwnerReferences()
                                                                .isEmpty())
                                        .isPresent());
    }

    @Test
    void aConfigMapThatAnEarlierJobLeftIsNamedAndItsRemovalLetsTheJobGoOn() {
        scene.played.apply(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: flask-ij-r1-a1}
                data: {job.json: "{}"}
                """);
        scene.applyJob("flask", SPEC);
        user.untilWaitingOn(
                "flask",
                "ConfigMap flask-ij-r1-a1 does not belong to this resource, an earlier one of its name may have left it; remove it: kubectl -n %s delete configmap/flask-ij-r1-a1"
                        .formatted(scene.namespace));
        scene.admin.configMaps().inNamespace(scene.namespace).withName("flask-ij-r1-a1").delete();
        assertThat(scene.child("flask-ij-r1-a1").getMetadata().getOwnerReferences()).hasSize(1);
    }

    @Test
    void anOlderJobKeepsTheRepositoryUntilItGoes() {
        scene.applyJob("elder", SPEC);
        scene.child("elder-ij-r1-a1");
        scene.applyJob("younger", SPEC);
        user.untilWaitingOn("younger", "IngestionJob elder to be deleted, or a change of the spec");
        var status = scene.job("younger").getStatus();
        assertThat(status.conditions())
                .anySatisfy(
                        c -> {
                            assertThat(c.type()).isEqualTo("Accepted");
                            assertThat(c.reason()).isEqualTo("RepositoryClaimed");
                        });
        user.delete("elder");
        assertThat(scene.child("younger-ij-r1-a1").getMetadata().getOwnerReferences()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1beta1", "v1beta2"})
    void aQueueIsReadOnlyWhereKueueIsInstalledInTheVersionThatIsServed(String version) {
        scene.applyJob("flask", QUEUED);
        var job = scene.child("flask-ij-r1-a1");
        assertThat(job.getSpec().getSuspend()).isTrue();
        assertThat(job.getMetadata().getLabels()).containsEntry("kueue.x-k8s.io/queue-name", "gpu");
        user.untilWaitingOn(
                "flask", "queue gpu to admit Job flask-ij-r1-a1, but Kueue is not installed here");
        try (var kueue = Kueue.install(scene, version)) {
            user.untilWaitingOn("flask", "Kueue to take up Job flask-ij-r1-a1 for queue gpu");
            kueue.workload(
                    job,
                    "[{\"type\":\"QuotaReserved\",\"status\":\"False\",\"reason\":\"Pending\",\"message\":\"insufficient quota\"}]");
            user.untilWaitingOn(
                    "flask", "queue gpu to admit it: position 1 of 1; insufficient quota");
            kueue.conditions(
                    job,
                    "[{\"type\":\"QuotaReserved\",\"status\":\"False\",\"reason\":\"Pending\",\"message\":\"\"},{\"type\":\"Evicted\",\"status\":\"True\",\"reason\":\"Preempted\",\"message\":\"x\"}]");
            user.untilWaitingOn(
                    "flask", "queue gpu to admit it again (evicted: Preempted): position 1 of 1");
            assertThat(scene.job("flask").getStatus().attempts()).hasSize(1);
        }
    }

    /** As much of Kueue as we read: its Workloads. */
    private record Kueue(Scene scene, String version) implements AutoCloseable {
        private static final String DEFINITION =
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: workloads.kueue.x-k8s.io
                  annotations: {api-approved.kubernetes.io: "https://github.com/kubernetes-sigs/kueue"}
                spec:
                  group: kueue.x-k8s.io
                  scope: Namespaced
                  names: {kind: Workload, plural: workloads, singular: workload, listKind: WorkloadList}
                  versions:
                  - name: %s
                    served: true
                    storage: true
                    subresources: {status: {}}
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """;

        static Kueue install(Scene scene, String version) {
            var definition = DEFINITION.formatted(version);
            scene.admin
                    .load(new ByteArrayInputStream(definition.getBytes(StandardCharsets.UTF_8)))
                    .create();
            await().atMost(Scene.PATIENCE)
                    .ignoreExceptions()
                    .until(
                            () ->
                                    scene.admin
                                            .genericKubernetesResources(
                                                    "kueue.x-k8s.io/" + version, "Workload")
                                            .inNamespace(scene.namespace)
                                            .list()
                                            .getItems()
                                            .isEmpty());
            return new Kueue(scene, version);
        }

        void workload(Job job, String conditions) {
            scene.played.apply(
                    """
                    apiVersion: kueue.x-k8s.io/%s
                    kind: Workload
                    metadata:
                      name: job-%s
                      ownerReferences: [{apiVersion: batch/v1, kind: Job, name: %s, uid: %s, controller: true}]
                    spec: {queueName: gpu, priority: 0}
                    """
                            .formatted(
                                    version,
                                    job.getMetadata().getName(),
                                    job.getMetadata().getName(),
                                    job.getMetadata().getUid()));
            conditions(job, conditions);
        }

        void conditions(Job job, String json) {
            scene.admin
                    .genericKubernetesResources("kueue.x-k8s.io/" + version, "Workload")
                    .inNamespace(scene.namespace)
                    .withName("job-" + job.getMetadata().getName())
                    .subresource("status")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"status\":{\"conditions\":" + json + "}}");
        }

        @Override
        public void close() {
            var definition =
                    scene.admin
                            .apiextensions()
                            .v1()
                            .customResourceDefinitions()
                            .withName("workloads.kueue.x-k8s.io");
            definition.delete();
            await().atMost(Scene.PATIENCE).until(() -> definition.get() == null);
        }
    }
}
