package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skerry.api.IngestionJob;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Specs that the schema takes and no pod can follow: told at once, by status and by an event. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobRefusalTest extends SceneTest {

    IngestionJobRefusalTest() {
        super("refuse");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accelerator: {resourceName: gpu} | spec.accelerator.resourceName: \"gpu\" has no domain; give one such as nvidia.com/gpu",
                "resources: {limits: {foo: 1}} | spec.resources.limits.foo: is no resource; give cpu, memory, ephemeral-storage, or one with a domain such as nvidia.com/gpu",
                "resources: {requests: {nvidia.com/gpu: 1}} | spec.resources.requests.nvidia.com/gpu: has no limit; set spec.resources.limits.nvidia.com/gpu to 1 as well",
                "scheduling: {nodeSelector: {bad key!: x}} | spec.scheduling.nodeSelector: \"bad key!\" can be no label's name; give one such as example.org/zone",
                "scheduling: {serviceAccountName: Not Valid} | spec.scheduling.serviceAccountName: \"Not Valid\" can be no object's name; use lower-case letters, digits, '-' and '.'",
                "scheduling: {tolerations: [{key: a, operator: Exists, value: b}]} | spec.scheduling.tolerations: operator Exists takes no value; leave out \"b\", or give operator Equal"
            })
    void whatNoPodCanBeIsRefusedBeforeAnythingIsMade(String part, String problem) {
        scene.applyJob("flask", SPEC.replace("}}", "}, " + part + "}"));
        var status = scene.until("flask", s -> "Failed".equals(s.phase()));
        assertThat(status.waitingOn()).isEqualTo(problem);
        assertThat(status.conditions())
                .anyMatch(c -> c.type().equals("Stalled") && c.status().equals("True"))
                .noneMatch(c -> c.lastTransitionTime().startsWith("1970"));
        assertThat(told("Invalid").getNote()).isEqualTo(problem);
        assertThat(user.hasChild("flask-ij-r1-a1")).isFalse();
    }

    @Test
    void whatOnlyTheApiServerRefusesIsConfigAtOnceAndAnotherSpecGoesOn() {
        scene.applyJob(
                "flask", SPEC.replace("}}", "}, resources: {limits: {hugepages-3Mi: 3Mi}}}"));
        var status = scene.until("flask", s -> "Failed".equals(s.phase()));
        assertThat(status.attempts()).hasSize(1);
        assertThat(status.attempts().getLast().failureClass()).isEqualTo("Config");
        assertThat(status.waitingOn()).contains("HugePages require cpu or memory");
        assertThat(told("Failed").getNote()).contains("HugePages require cpu or memory");
        user.patch("flask", "{\"spec\":{\"resources\":{\"limits\":{\"hugepages-3Mi\":null}}}}");
        scene.child("flask-ij-r1-a2");
    }

    @Test
    void whatPassesIsWaitedForAndTheJobStartsWithTheSpecOfThatMoment() {
        noJobIsAllowed();
        await().atMost(Scene.PATIENCE).until(this::noJobIsTaken);
        scene.applyJob("flask", SPEC);
        var status = scene.until("flask", s -> s.waitingOn().contains("quota"));
        assertThat(status.phase()).isEqualTo("Pending");
        assertThat(jobFile()).doesNotContain("7Gi");
        user.patch("flask", "{\"spec\":{\"resources\":{\"limits\":{\"memory\":\"7Gi\"}}}}");
        scene.admin.resourceQuotas().inNamespace(scene.namespace).withName("none").delete();
        await().atMost(Scene.PATIENCE.multipliedBy(3)).until(() -> user.hasChild("flask-ij-r1-a1"));
        assertThat(jobFile()).contains("7Gi");
        assertThat(scene.until("flask", s -> true).attempts()).hasSize(1);
    }

    /** As the quota controller leaves it. */
    private void noJobIsAllowed() {
        var none = Map.of("count/jobs.batch", new Quantity("0"));
        var quota =
                new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("none")
                        .withNamespace(scene.namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withHard(none)
                        .endSpec()
                        .build();
        scene.played.status(
                scene.admin.resource(quota).create(), Map.of("hard", none, "used", none));
    }

    private boolean noJobIsTaken() {
        var job =
                new JobBuilder()
                        .withNewMetadata()
                        .withName("try")
                        .withNamespace(scene.namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withNewTemplate()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("x")
                        .withImage("x")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build();
        try {
            scene.admin.resource(job).dryRun().create();
            return false;
        } catch (KubernetesClientException e) {
            return e.getCode() == 403;
        }
    }

    private String jobFile() {
        return scene.admin
                .configMaps()
                .inNamespace(scene.namespace)
                .withName("flask-ij-r1-a1")
                .get()
                .getData()
                .get("job.json");
    }

    @Test
    void failedJobsCanBeAskedForByTheirPhase() {
        scene.applyJob("bad", SPEC.replace("}}", "}, resources: {limits: {foo: 1}}}"));
        scene.applyJob("good", SPEC);
        scene.until("bad", s -> "Failed".equals(s.phase()));
        scene.child("good-ij-r1-a1");
        assertThat(
                        scene.admin
                                .resources(IngestionJob.class)
                                .inNamespace(scene.namespace)
                                .withField("status.phase", "Failed")
                                .list()
                                .getItems())
                .extracting(j -> j.getMetadata().getName())
                .containsExactly("bad");
    }

    @Test
    void aJobThatHoldsNothingYetKeepsNobodyAway() {
        scene.applyJob("invalid", SPEC.replace("}}", "}, resources: {limits: {foo: 1}}}"));
        scene.until("invalid", s -> "Failed".equals(s.phase()));
        scene.applyJob("good", SPEC);
        scene.child("good-ij-r1-a1");
    }

    @Test
    void foldersBesideEachOtherShareACollection() {
        scene.applyJob("web", SPEC.replace("}}", ", subdirectory: web}}"));
        scene.child("web-ij-r1-a1");
        scene.applyJob("api", SPEC.replace("}}", ", subdirectory: api}}"));
        scene.child("api-ij-r1-a1");
        scene.applyJob("admin", SPEC.replace("}}", ", subdirectory: web/admin}}"));
        user.untilWaitingOn("admin", "IngestionJob web to be deleted, or a change of the spec");
    }

    private Event told(String reason) {
        return await().atMost(Scene.PATIENCE)
                .until(
                        () ->
                                events().stream()
                                        .filter(e -> reason.equals(e.getReason()))
                                        .findFirst(),
                        e -> e.isPresent())
                .orElseThrow();
    }

    private List<Event> events() {
        return scene.admin.events().v1().events().inNamespace(scene.namespace).list().getItems();
    }
}
