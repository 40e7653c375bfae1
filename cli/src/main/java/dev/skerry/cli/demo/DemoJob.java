package dev.skerry.cli.demo;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.cli.job.JobLines;
import dev.skerry.cli.term.Live;
import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Texts;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The demo's IngestionJob: made, followed by its status, and removed again. */
final class DemoJob {
    static final String NAMESPACE = "demo";
    private static final Duration GONE_LIMIT = Duration.ofSeconds(90);
    private static final Duration UNREACHABLE_LIMIT = Duration.ofSeconds(60);

    private final KubernetesClient client;
    private final Source source;
    private final Live live;
    private final Paint paint;

    DemoJob(KubernetesClient client, Source source, Live live, Paint paint) {
        this.client = client;
        this.source = source;
        this.live = live;
        this.paint = paint;
    }

    /**
     * Makes the job, in place of an earlier one on the same source.
     *
     * @throws IOException where the API server refuses it, with each of its reasons
     */
    void create() throws IOException, InterruptedException {
        try {
            var namespace =
                    new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata();
            client.resource(namespace.build()).serverSideApply();
            removeEarlier();
            GenericKubernetesResource job =
                    new GenericKubernetesResourceBuilder()
                            .withApiVersion("skerry.dev/v1alpha1")
                            .withKind("IngestionJob")
                            .withNewMetadata()
                            .withName(source.job())
                            .withNamespace(NAMESPACE)
                            .endMetadata()
                            .addToAdditionalProperties(
                                    "spec", Map.of("repository", Map.of("url", source.url())))
                            .build();
            client.resource(job).create();
        } catch (KubernetesClientException e) {
            throw new IOException(refusal(e), e);
        }
    }

    private void removeEarlier() throws IOException, InterruptedException {
        Instant begun = Instant.now();
        if (resource().get() == null) return;
        delete();
        while (resource().get() != null) {
            Duration waited = Duration.between(begun, Instant.now());
            if (waited.compareTo(GONE_LIMIT) > 0) {
                throw new IOException(
                        "the earlier job "
                                + source.job()
                                + " does not go away; see skerry kubectl describe ij -n demo");
            }
            live.show(
                    live.spinner()
                            + " "
                            + Texts.clock(waited)
                            + "  removes the job of an earlier demo");
            TimeUnit.MILLISECONDS.sleep(100);
        }
        live.clear();
    }

    /** Asks for its removal, with all that belongs to it; does not wait. */
    void delete() {
        var deleted = resource().withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
        if (deleted.isEmpty()) live.clear();
    }

    private Resource<IngestionJob> resource() {
        return client.resources(IngestionJob.class).inNamespace(NAMESPACE).withName(source.job());
    }

    /**
     * Shows the job until it has ended or cannot go on.
     *
     * @return its last status
     * @throws IOException where it was removed, the API server is away, or the limit passed
     */
    IngestionJobStatus follow(Duration limit) throws IOException, InterruptedException {
        Instant begun = Instant.now();
        Instant seen = begun;
        String told = "";
        while (true) {
            Instant now = Instant.now();
            IngestionJobStatus status = null;
            try {
                IngestionJob job = resource().get();
                if (job == null) throw new IOException("somebody removed the job " + source.job());
                status = job.getStatus();
                seen = now;
            } catch (KubernetesClientException e) {
                if (Duration.between(seen, now).compareTo(UNREACHABLE_LIMIT) > 0) {
                    throw new IOException("the API server does not answer: " + e.getMessage(), e);
                }
            }
            if (status != null) {
                told = show(status, Duration.between(begun, now), told);
                if (isOver(status)) return status;
            }
            if (Duration.between(begun, now).compareTo(limit) > 0) {
                throw new IOException(
                        "not finished after "
                                + Texts.took(limit)
                                + "; it goes on: skerry kubectl get ij -n demo -w");
            }
            TimeUnit.MILLISECONDS.sleep(live.isTerminal() ? 150 : 500);
        }
    }

    private static boolean isOver(IngestionJobStatus status) {
        String phase = JobLines.phase(status);
        return phase.equals("Succeeded") || phase.equals("Failed") || JobLines.isStuck(status);
    }

    private String show(IngestionJobStatus status, Duration elapsed, String told) {
        if (live.isTerminal()) {
            live.show(JobLines.running(status, live.spinner(), elapsed, paint));
            return told;
        }
        String stage =
                status.progress() == null
                        ? JobLines.phase(status)
                        : String.valueOf(status.progress().stage());
        if (!stage.equals(told))
            live.print("  " + Texts.clock(elapsed) + "  " + JobLines.plain(status));
        else live.show("  " + Texts.clock(elapsed) + "  " + JobLines.plain(status));
        return stage;
    }

    /** What the API server has against an object, a line for each field. */
    static String refusal(KubernetesClientException e) {
        List<StatusCause> causes =
                e.getStatus() == null || e.getStatus().getDetails() == null
                        ? List.of()
                        : e.getStatus().getDetails().getCauses();
        if (causes == null || causes.isEmpty()) {
            return e.getStatus() == null || e.getStatus().getMessage() == null
                    ? e.getMessage()
                    : e.getStatus().getMessage();
        }
        return "the API server refuses the job:\n"
                + causes.stream()
                        .map(cause -> "  " + cause.getField() + ": " + cause.getMessage())
                        .collect(Collectors.joining("\n"));
    }
}
