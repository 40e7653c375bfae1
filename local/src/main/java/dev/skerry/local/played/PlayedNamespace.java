package dev.skerry.local.played;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * A namespace of a real API server without controllers and nodes, in which a test or a benchmark
 * says what the Job controller and the kubelet would: pods cost no processes, and end when and how
 * the caller wants. Thread-safe.
 */
public final class PlayedNamespace {
    /** Of the one container of a workload's pod. */
    private static final String CONTAINER = "trainer";

    private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);

    private final KubernetesClient admin;
    private final String name;

    /** Creates the namespace, and the account that the controller manager would put into it. */
    public PlayedNamespace(KubernetesClient admin, String name) {
        this.admin = admin;
        this.name = name;
        admin.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
        admin.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withName("default")
                                .withNamespace(name)
                                .endMetadata()
                                .build())
                .create();
    }

    public String name() {
        return name;
    }

    public void apply(String yaml) {
        admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(name)
                .create();
    }

    /** Null where there is none. */
    public Job job(String name) {
        return admin.batch().v1().jobs().inNamespace(this.name).withName(name).get();
    }

    /** The pod that the Job controller would make. */
    public Pod newPod(Job job) {
        var template = job.getSpec().getTemplate();
        var owner =
                new OwnerReferenceBuilder()
                        .withApiVersion("batch/v1")
                        .withKind("Job")
                        .withName(job.getMetadata().getName())
                        .withUid(job.getMetadata().getUid())
                        .withController(true)
                        .build();
        var pod =
                new PodBuilder()
                        .withNewMetadata()
                        .withName(
                                job.getMetadata().getName()
                                        + "-"
                                        + Long.toString(System.nanoTime(), 36))
                        .withNamespace(name)
                        .withLabels(template.getMetadata().getLabels())
                        .withOwnerReferences(owner)
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .build();
        return admin.resource(pod).create();
    }

    /** The same, running on a node. */
    public Pod runningPod(Job job) {
        var running = new ContainerStateBuilder().withNewRunning(now()).build();
        return status(newPod(job), podStatus("Running", true, running));
    }

    /**
     * @param message the program's last words
     */
    public Pod ended(Pod pod, int exitCode, String message) {
        var terminated =
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withReason(exitCode == 0 ? "Completed" : "Error")
                        .withMessage(message)
                        .withStartedAt(now())
                        .withFinishedAt(now())
                        .endTerminated()
                        .build();
        return status(pod, podStatus(exitCode == 0 ? "Succeeded" : "Failed", false, terminated));
    }

    private static PodStatus podStatus(String phase, boolean ready, ContainerState state) {
        return new PodStatusBuilder()
                .withPhase(phase)
                .addNewContainerStatus()
                .withName(CONTAINER)
                .withImage("x")
                .withImageID("x")
                .withReady(ready)
                .withRestartCount(0)
                .withState(state)
                .endContainerStatus()
                .build();
    }

    /** What the Job controller says at the end. */
    public void finish(Job job, boolean complete, String message) {
        var status = new JobStatusBuilder().withStartTime(now());
        if (complete) status.withCompletionTime(now()).withSucceeded(1);
        else status.withFailed(1);
        for (var type :
                complete
                        ? List.of("SuccessCriteriaMet", "Complete")
                        : List.of("FailureTarget", "Failed")) {
            status.addToConditions(
                    new JobConditionBuilder()
                            .withType(type)
                            .withStatus("True")
                            .withReason(complete ? "CompletionsReached" : "PodFailurePolicy")
                            .withMessage(message)
                            .withLastTransitionTime(now())
                            .withLastProbeTime(now())
                            .build());
        }
        status(job, status.build());
    }

    /** Replaces the status, whatever version the object has by now. */
    public <T extends HasMetadata> T status(T object, Object status) {
        var operation = Map.of("op", "add", "path", "/status", "value", status);
        return admin.resource(object)
                .subresource("status")
                .patch(JSON_PATCH, Serialization.asJson(List.of(operation)));
    }

    /** The token that the node would mount into the pod, for an hour. */
    public String token(Pod pod, String audience) {
        var request =
                new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audience)
                        .withExpirationSeconds(3600L)
                        .withNewBoundObjectRef(
                                "v1",
                                "Pod",
                                pod.getMetadata().getName(),
                                pod.getMetadata().getUid())
                        .endSpec()
                        .build();
        return admin.serviceAccounts()
                .inNamespace(name)
                .withName("default")
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    /** As the API server writes times. */
    public static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
