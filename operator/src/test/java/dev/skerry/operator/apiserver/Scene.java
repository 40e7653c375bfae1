package dev.skerry.operator.apiserver;

import static org.awaitility.Awaitility.await;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.local.controlplane.TestControlPlane;
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
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A namespace of its own in which a test plays the Job controller and the node. */
final class Scene implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);

    final KubernetesClient admin = RealServers.admin();
    final String namespace;
    private final URI reports;

    Scene(String purpose, URI reports) {
        this.reports = reports;
        namespace = purpose + "-" + Long.toString(System.nanoTime(), 36);
        admin.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                .create();
        admin.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withName("default")
                                .withNamespace(namespace)
                                .endMetadata()
                                .build())
                .create();
    }

    void apply(String yaml) {
        admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();
    }

    void applyJob(String name, String spec) {
        apply(
                """
                apiVersion: skerry.dev/v1alpha1
                kind: IngestionJob
                metadata: {name: %s}
                spec: %s
                """
                        .formatted(name, spec));
    }

    IngestionJob job(String name) {
        return admin.resources(IngestionJob.class).inNamespace(namespace).withName(name).get();
    }

    IngestionJobStatus until(String name, Predicate<IngestionJobStatus> condition) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> job(name).getStatus(), s -> s != null && condition.test(s));
    }

    Job child(String name) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> admin.batch().v1().jobs().inNamespace(namespace).withName(name).get(),
                        j -> j != null);
    }

    /** The pod that the Job controller would make, running on a node. */
    Pod runningPod(Job job) {
        return running(newPod(job));
    }

    /** The pod that the Job controller would make. */
    Pod newPod(Job job) {
        var template = job.getSpec().getTemplate();
        var pod =
                new PodBuilder()
                        .withNewMetadata()
                        .withName(
                                job.getMetadata().getName()
                                        + "-"
                                        + Long.toString(System.nanoTime(), 36))
                        .withNamespace(namespace)
                        .withLabels(template.getMetadata().getLabels())
                        .withOwnerReferences(
                                new OwnerReferenceBuilder()
                                        .withApiVersion("batch/v1")
                                        .withKind("Job")
                                        .withName(job.getMetadata().getName())
                                        .withUid(job.getMetadata().getUid())
                                        .withController(true)
                                        .build())
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .build();
        return admin.resource(pod).create();
    }

    private Pod running(Pod pod) {
        var state = new ContainerStateBuilder().withNewRunning(now()).build();
        return status(
                pod,
                new PodStatusBuilder()
                        .withPhase("Running")
                        .addNewContainerStatus()
                        .withName("trainer")
                        .withImage("x")
                        .withImageID("x")
                        .withReady(true)
                        .withRestartCount(0)
                        .withState(state)
                        .endContainerStatus()
                        .build());
    }

    Pod ended(Pod pod, int exitCode, String message) {
        var state =
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withReason("Error")
                        .withMessage(message)
                        .withStartedAt(now())
                        .withFinishedAt(now())
                        .endTerminated()
                        .build();
        return status(
                pod,
                new PodStatusBuilder()
                        .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
                        .addNewContainerStatus()
                        .withName("trainer")
                        .withImage("x")
                        .withImageID("x")
                        .withReady(false)
                        .withRestartCount(0)
                        .withState(state)
                        .endContainerStatus()
                        .build());
    }

    Pod status(Pod pod, PodStatus status) {
        return replaceStatus(pod, status);
    }

    /** What the Job controller says at the end. */
    void finish(Job job, boolean complete, String message) {
        var status = new JobStatusBuilder().withStartTime(now());
        if (complete) status.withCompletionTime(now()).withSucceeded(1);
        else status.withFailed(1);
        for (var type :
                complete
                        ? new String[] {"SuccessCriteriaMet", "Complete"}
                        : new String[] {"FailureTarget", "Failed"}) {
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
        replaceStatus(job, status.build());
    }

    private <T extends HasMetadata> T replaceStatus(T object, Object status) {
        var operation = Map.of("op", "add", "path", "/status", "value", status);
        return admin.resource(object)
                .subresource("status")
                .patch(JSON_PATCH, Serialization.asJson(List.of(operation)));
    }

    /** The token that the node would mount into the pod. */
    String token(Pod pod, String audience) {
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
                .inNamespace(namespace)
                .withName("default")
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    HttpResponse<String> report(String job, String token, Map<String, ?> body)
            throws IOException, InterruptedException {
        return report(job, token, Serialization.asJson(body));
    }

    /** On a connection of its own: the server ends one whose report was too large. */
    HttpResponse<String> report(String job, String token, String body)
            throws IOException, InterruptedException {
        try (var http = client()) {
            return report(http, job, token, body);
        }
    }

    HttpResponse<String> report(HttpClient http, String job, String token, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(
                                reports.resolve(
                                        "/v1/reports/%s/ingestionjobs/%s"
                                                .formatted(namespace, job)))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust())
                .build();
    }

    private static SSLContext trust() {
        try (var pem = Files.newInputStream(TestControlPlane.shared().ca().certificate())) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public void close() {
        admin.resources(IngestionJob.class).inNamespace(namespace).delete();
        admin.close();
    }
}
