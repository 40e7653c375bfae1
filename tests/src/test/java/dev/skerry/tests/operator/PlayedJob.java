package dev.skerry.tests.operator;

import static org.awaitility.Awaitility.await;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.local.controlplane.CertificateAuthority;
import dev.skerry.local.played.PlayedNamespace;
import dev.skerry.local.played.ReportSender;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;

/** An IngestionJob in a namespace of its own, whose pod the test plays. */
final class PlayedJob implements AutoCloseable {
    private static final String NAME = "flask";
    private final KubernetesClient admin;
    private final CertificateAuthority ca;
    private final PlayedNamespace namespace;

    /**
     * @param purpose begins the namespace's name
     */
    PlayedJob(Installation installation, String purpose) {
        admin = installation.admin();
        ca = installation.cluster().ca();
        namespace = new PlayedNamespace(admin, purpose + Long.toString(System.nanoTime(), 36));
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

    String namespace() {
        return namespace.name();
    }

    /** The first attempt's Job, once the operator has made it. */
    Job child() {
        return await().atMost(OperatorProcess.PATIENCE)
                .until(() -> namespace.job(NAME + "-ij-r1-a1"), Objects::nonNull);
    }

    /** Every Job that the operator made. */
    List<String> children() {
        return admin.batch().v1().jobs().inNamespace(namespace.name()).list().getItems().stream()
                .map(job -> job.getMetadata().getName())
                .toList();
    }

    /** The first attempt's pod, running, once the operator has made its Job. */
    Pod runningPod() {
        return namespace.runningPod(child());
    }

    /** The pod and its Job end well. */
    void ends(Pod pod) {
        namespace.ended(pod, 0, "");
        namespace.finish(child(), true, "done");
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

    /** The last report of a program that succeeds. */
    HttpResponse<String> reportResult(OperatorProcess operator, Pod pod, String token, int seq)
            throws IOException, InterruptedException {
        var body =
                """
                {"run":1,"attempt":1,"seq":%d,"stage":"Publish","percent":100,"counters":{},"metrics":{},
                "result":{"runId":"r1-a1-%s","commit":"0123456789","files":83,"edges":240}}
                """
                        .formatted(seq, pod.getMetadata().getUid());
        try (var sender = new ReportSender(operator.reports(), ca)) {
            return sender.post(namespace.name(), NAME, token, body);
        }
    }

    @Override
    public void close() {
        admin.resources(IngestionJob.class).inNamespace(namespace.name()).withName(NAME).delete();
    }
}
