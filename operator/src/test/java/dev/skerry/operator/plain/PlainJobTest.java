package dev.skerry.operator.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.Condition;
import dev.skerry.api.JobCondition;
import dev.skerry.api.JobReason;
import dev.skerry.api.Reason;
import dev.skerry.api.generate.Crds;
import dev.skerry.api.generate.KindDescription;
import dev.skerry.local.controlplane.TestControlPlane;
import dev.skerry.local.played.PlayedNamespace;
import dev.skerry.local.played.ReportSender;
import dev.skerry.operator.apiserver.RealServers;
import dev.skerry.operator.job.JobEvents;
import dev.skerry.operator.job.JobLoop;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.Operator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A kind of job that is nothing but the least of one lives the life of every job, on a real API
 * server.
 */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class PlainJobTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final KindDescription KIND =
            new KindDescription(
                    PlainJob.class,
                    PlainJobSpec.class,
                    "Runs an image.",
                    "What is wanted.",
                    "What is true.",
                    List.of("Phase"),
                    List.of(JobCondition.values()),
                    List.<Reason>of(JobReason.values()));

    @ConfigProperty(name = "skerry.report.url")
    URI reports;

    @Inject JobEvents<PlainJob> events;
    @Inject JobLoop.Parts parts;

    private final KubernetesClient admin = RealServers.admin();
    private final String namespace = "plain-" + Long.toString(System.nanoTime(), 36);
    private final PlayedNamespace played = new PlayedNamespace(admin, namespace);
    private Operator operator;

    @BeforeEach
    void start() throws Exception {
        admin.resource(Crds.of(KIND)).serverSideApply();
        admin.load(PlainJobTest.class.getResourceAsStream("/plain/rbac.yaml")).serverSideApply();
        var client = RealServers.operator();
        operator =
                new Operator(
                        o ->
                                o.withKubernetesClient(client)
                                        .withCloseClientOnStop(true)
                                        .checkingCRDAndValidateLocalModel(false));
        operator.register(new PlainJobs(events, parts));
        operator.start();
    }

    @AfterEach
    void stop() {
        admin.resources(PlainJob.class).inNamespace(namespace).delete();
        operator.stop();
        admin.close();
    }

    @Test
    void runsAnImageToTheResultThatItReports() throws Exception {
        apply("one", "{image: \"registry.example.org/any:1\"}");
        var job = child("one-pj-r1-a1");
        var container = job.getSpec().getTemplate().getSpec().getContainers().getFirst();
        assertThat(container.getImage()).isEqualTo("registry.example.org/any:1");
        var pod = played.runningPod(job);
        var runId = "r1-a1-" + pod.getMetadata().getUid();
        report("one", pod, 1, Map.of("percent", 40));
        assertThat(until("one", s -> s.progress() != null).progress().percent()).isEqualTo(40);
        report("one", pod, 2, Map.of("result", Map.of("runId", runId, "what", "ten models")));
        end(job, pod, 0);
        var status = until("one", s -> "Succeeded".equals(s.phase()));
        assertThat(status.result().what()).isEqualTo("ten models");
        assertThat(status.conditions())
                .extracting(Condition::type)
                .containsExactly(
                        "Ready",
                        "Reconciling",
                        "Stalled",
                        "Accepted",
                        "StorageReady",
                        "ProgressFresh");
        assertThat(status.conditions().getFirst().message()).isEqualTo("ten models");
    }

    @Test
    void failedAttemptsAreRetriedUntilTheBudgetIsUsedUp() {
        apply("one", "{image: any, retries: {service: 1}}");
        for (int attempt = 1; attempt <= 2; attempt++) {
            var job = child("one-pj-r1-a" + attempt);
            end(job, played.runningPod(job), 69);
        }
        var status = until("one", s -> "Failed".equals(s.phase()));
        assertThat(status.failures()).containsEntry("Service", 2L);
        assertThat(status.failure().message()).contains("spec.retries.service: 1");
    }

    @Test
    void restsWhileItIsSuspendedAndGoesOnAfterwards() {
        apply("one", "{image: any}");
        var job = child("one-pj-r1-a1");
        var pod = played.runningPod(job);
        until("one", s -> pod.getMetadata().getUid().equals(s.attempts().getLast().podUid()));
        patch("one", "{\"spec\":{\"suspend\":true}}");
        until("one", s -> s.attempts().getLast().endingSince() != null);
        end(job, pod, 143);
        until("one", s -> "spec.suspend to become false".equals(s.waitingOn()));
        patch("one", "{\"spec\":{\"suspend\":false}}");
        child("one-pj-r1-a2");
    }

    @Test
    void itsDeadlineEndsIt() {
        apply("one", "{image: any, activeDeadlineSeconds: 1}");
        var job = child("one-pj-r1-a1");
        var pod = played.runningPod(job);
        await().atMost(PATIENCE)
                .until(
                        () ->
                                admin.resource(job).get().getMetadata().getDeletionTimestamp()
                                        != null);
        admin.resource(pod).withGracePeriod(0).delete();
        goes(job);
        var status = until("one", s -> "Failed".equals(s.phase()));
        assertThat(status.failure().failureClass()).isEqualTo("Deadline");
    }

    @Test
    void isHeldUntilWhatItSavedIsRemoved() {
        apply("one", "{image: any, clean: true}");
        child("one-pj-r1-a1");
        assertThat(job("one").getMetadata().getFinalizers()).containsExactly("skerry.dev/stored");
        patch("one", "{\"spec\":{\"suspend\":true}}");
        admin.resources(PlainJob.class).inNamespace(namespace).withName("one").delete();
        var child = admin.batch().v1().jobs().inNamespace(namespace).withName("one-pj-r1-a1");
        await().atMost(PATIENCE)
                .until(() -> child.get().getMetadata().getDeletionTimestamp() != null);
        goes(child.get());
        await().atMost(PATIENCE).until(() -> job("one") == null);
    }

    @Test
    void aBlankImageIsRefusedWithAWayOut() {
        apply("one", "{image: \" \"}");
        assertThat(until("one", s -> "Failed".equals(s.phase())).waitingOn())
                .isEqualTo("spec.image: is blank; name an image");
    }

    private void apply(String name, String spec) {
        played.apply(
                """
                apiVersion: skerry.dev/v1alpha1
                kind: PlainJob
                metadata: {name: %s}
                spec: %s
                """
                        .formatted(name, spec));
    }

    private PlainJob job(String name) {
        return admin.resources(PlainJob.class).inNamespace(namespace).withName(name).get();
    }

    private Job child(String name) {
        return await().atMost(PATIENCE).until(() -> played.job(name), j -> j != null);
    }

    private PlainJobStatus until(String name, Predicate<PlainJobStatus> condition) {
        return await().atMost(PATIENCE)
                .until(
                        () -> job(name).getStatus(),
                        s -> s != null && s.observedGeneration() > 0 && condition.test(s));
    }

    private void patch(String name, String json) {
        admin.resources(PlainJob.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    /** As the garbage collector lets a Job go whose pods are gone. */
    private void goes(Job job) {
        admin.resource(job)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"finalizers\":null}}");
    }

    private void report(String name, Pod pod, int seq, Map<String, ?> more) throws Exception {
        var report =
                new HashMap<String, Object>(
                        Map.of("run", 1, "attempt", 1, "seq", seq, "stage", "Work"));
        report.putAll(more);
        var body = new ObjectMapper().writeValueAsString(report);
        var token = played.token(pod, "skerry");
        try (var sender = new ReportSender(reports, TestControlPlane.shared().ca())) {
            await().atMost(PATIENCE)
                    .until(
                            () -> sender.post(namespace, "plainjobs", name, token, body),
                            answer -> answer.statusCode() == 200);
        }
    }

    private void end(Job job, Pod pod, int exitCode) {
        played.ended(pod, exitCode, "");
        played.finish(job, exitCode == 0, "exit code " + exitCode);
    }
}
