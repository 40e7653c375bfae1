package dev.skerry.tests.operator;

import static org.awaitility.Awaitility.await;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.local.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An IngestionJob in a namespace of its own, whose pod the test plays. */
final class PlayedJob implements AutoCloseable {
    private static final String NAME = "flask";
    private final KubernetesClient admin;
    private final String namespace;
    private final HttpClient http;

    PlayedJob(ControlPlane cluster, KubernetesClient admin) throws IOException {
        this.admin = admin;
        namespace = "replicas-" + Long.toString(System.nanoTime(), 36);
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting(cluster))
                        .build();
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
        var yaml =
                """
                apiVersion: skerry.dev/v1alpha1
                kind: IngestionJob
                metadata: {name: %s}
                spec: {repository: {url: "https://git.example.org/team/flask.git"}}
                """
                        .formatted(NAME);
        admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();
    }

    IngestionJobStatus status() {
        return admin.resources(IngestionJob.class)
                .inNamespace(namespace)
                .withName(NAME)
                .get()
                .getStatus();
    }

    /** The first attempt's pod, running, once the operator has made its Job. */
    Pod runningPod() {
        Job job =
                await().atMost(OperatorProcess.PATIENCE)
                        .until(
                                () ->
                                        admin.batch()
                                                .v1()
                                                .jobs()
                                                .inNamespace(namespace)
                                                .withName(NAME + "-ij-r1-a1")
                                                .get(),
                                Objects::nonNull);
        var template = job.getSpec().getTemplate();
        var owner =
                new OwnerReferenceBuilder()
                        .withApiVersion("batch/v1")
                        .withKind("Job")
                        .withName(job.getMetadata().getName())
                        .withUid(job.getMetadata().getUid())
                        .withController(true)
                        .build();
        var created =
                admin.resource(
                                new PodBuilder()
                                        .withNewMetadata()
                                        .withName(job.getMetadata().getName() + "-x")
                                        .withNamespace(namespace)
                                        .withLabels(template.getMetadata().getLabels())
                                        .withOwnerReferences(owner)
                                        .endMetadata()
                                        .withSpec(template.getSpec())
                                        .build())
                        .create();
        return admin.resource(created)
                .editStatus(
                        pod ->
                                new PodBuilder(pod)
                                        .withNewStatus()
                                        .withPhase("Running")
                                        .addNewContainerStatus()
                                        .withName("trainer")
                                        .withImage("x")
                                        .withImageID("x")
                                        .withReady(true)
                                        .withRestartCount(0)
                                        .withNewState()
                                        .withNewRunning(
                                                Instant.now()
                                                        .truncatedTo(ChronoUnit.SECONDS)
                                                        .toString())
                                        .endState()
                                        .endContainerStatus()
                                        .endStatus()
                                        .build());
    }

    String token(Pod pod) {
        var request =
                new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences("skerry")
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

    HttpResponse<String> report(OperatorProcess operator, String token, int seq, int percent)
            throws IOException, InterruptedException {
        var body =
                """
                {"run":1,"attempt":1,"seq":%d,"stage":"Parse","percent":%d,"counters":{"files":%d},"metrics":{}}
                """
                        .formatted(seq, percent, seq);
        var path = "/v1/reports/%s/ingestionjobs/%s".formatted(namespace, NAME);
        var request =
                HttpRequest.newBuilder(URI.create(operator.reports() + path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static SSLContext trusting(ControlPlane cluster) throws IOException {
        try (var pem = Files.newInputStream(cluster.ca().certificate())) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.resources(IngestionJob.class).inNamespace(namespace).withName(NAME).delete();
        http.close();
    }
}
