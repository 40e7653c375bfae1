package dev.skerry.tests.operator;

import static org.awaitility.Awaitility.await;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.local.controlplane.CertificateAuthority;
import dev.skerry.local.played.PlayedNamespace;
import dev.skerry.local.played.ReportSender;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Objects;

/** An IngestionJob in a namespace of its own, whose pod the test plays. */
final class PlayedJob implements AutoCloseable {
    private static final String NAME = "flask";
    private final KubernetesClient admin;
    private final CertificateAuthority ca;
    private final PlayedNamespace namespace;

    PlayedJob(Installation installation) {
        admin = installation.admin();
        ca = installation.cluster().ca();
        namespace = new PlayedNamespace(admin, "replicas-" + Long.toString(System.nanoTime(), 36));
        namespace.apply(
                """
                apiVersion: skerry.dev/v1alpha1
                kind: IngestionJob
                metadata: {name: %s}
                spec: {repository: {url: "https://git.example.org/team/flask.git"}}
                """
                        .formatted(NAME));
    }

    IngestionJobStatus status() {
        return admin.resources(IngestionJob.class)
                .inNamespace(namespace.name())
                .withName(NAME)
                .get()
                .getStatus();
    }

    /** The first attempt's pod, running, once the operator has made its Job. */
    Pod runningPod() {
        var job =
                await().atMost(OperatorProcess.PATIENCE)
                        .until(() -> namespace.job(NAME + "-ij-r1-a1"), Objects::nonNull);
        return namespace.runningPod(job);
    }

    String token(Pod pod) {
        return namespace.token(pod, "skerry");
    }

    HttpResponse<String> report(OperatorProcess operator, String token, int seq, int percent)
            throws IOException, InterruptedException {
        var body =
                """
                {"run":1,"attempt":1,"seq":%d,"stage":"Parse","percent":%d,"counters":{"files":%d},"metrics":{}}
                """
                        .formatted(seq, percent, seq);
        try (var sender = new ReportSender(operator.reports(), ca)) {
            return sender.post(namespace.name(), NAME, token, body);
        }
    }

    @Override
    public void close() {
        admin.resources(IngestionJob.class).inNamespace(namespace.name()).withName(NAME).delete();
    }
}
