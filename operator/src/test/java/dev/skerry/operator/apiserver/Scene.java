package dev.skerry.operator.apiserver;

import static org.awaitility.Awaitility.await;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.local.controlplane.TestControlPlane;
import dev.skerry.local.played.PlayedNamespace;
import dev.skerry.local.played.ReportSender;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/** A namespace of its own in which a test plays the Job controller and the node. */
final class Scene implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final KubernetesClient admin = RealServers.admin();
    final PlayedNamespace played;
    final String namespace;
    private final URI reports;

    Scene(String purpose, URI reports) {
        this.reports = reports;
        namespace = purpose + "-" + Long.toString(System.nanoTime(), 36);
        played = new PlayedNamespace(admin, namespace);
    }

    void applyJob(String name, String spec) {
        played.apply(
                """
                apiVersion: skerry.dev/v1alpha1
                kind: IngestionJob
                metadata: {name: %s}
                spec: %s
                """
                        .formatted(name, spec));
    }

    /** The same file once more, as kubectl or a GitOps controller sends it. */
    void reapplyJob(String name, String spec) {
        admin.load(
                        new ByteArrayInputStream(
                                """
                                apiVersion: skerry.dev/v1alpha1
                                kind: IngestionJob
                                metadata: {name: %s}
                                spec: %s
                                """
                                        .formatted(name, spec)
                                        .getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .forceConflicts()
                .serverSideApply();
    }

    IngestionJob job(String name) {
        return admin.resources(IngestionJob.class).inNamespace(namespace).withName(name).get();
    }

    IngestionJobStatus until(String name, Predicate<IngestionJobStatus> condition) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> job(name).getStatus(),
                        s -> s != null && s.observedGeneration() > 0 && condition.test(s));
    }

    Job child(String name) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> played.job(name), j -> j != null);
    }

    HttpResponse<String> report(String job, String token, Map<String, ?> body)
            throws IOException, InterruptedException {
        return report(job, token, Serialization.asJson(body));
    }

    /** On a connection of its own: the server ends one whose report was too large. */
    HttpResponse<String> report(String job, String token, String body)
            throws IOException, InterruptedException {
        try (var sender = sender()) {
            return sender.post(namespace, job, token, body);
        }
    }

    ReportSender sender() {
        try {
            return new ReportSender(reports, TestControlPlane.shared().ca());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        admin.resources(IngestionJob.class).inNamespace(namespace).delete();
        admin.close();
    }
}
