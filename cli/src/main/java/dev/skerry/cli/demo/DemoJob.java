package dev.skerry.cli.demo;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.cli.job.JobLines;
import dev.skerry.cli.term.Live;
import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Terminal;
import dev.skerry.cli.term.Texts;
import dev.skerry.local.cluster.PlainWords;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The demo's IngestionJob: made, followed by its status, and removed again. */
final class DemoJob implements Demo.Job {
    static final String NAMESPACE = "demo";
    private static final Duration GONE_LIMIT = Duration.ofSeconds(90);
    private static final Duration UNREACHABLE_LIMIT = Duration.ofSeconds(60);

    private final KubernetesClient client;
    private final Source source;
    private final Live live;
    private final Paint paint;

    private DemoJob(KubernetesClient client, Source source, Live live, Paint paint) {
        this.client = client;
        this.source = source;
        this.live = live;
        this.paint = paint;
    }

    /**
     * @param environment of the cluster, with KUBECONFIG
     */
    static DemoJob open(Map<String, String> environment, Source source, Terminal terminal) {
        var config = Config.fromKubeconfig(new File(environment.get("KUBECONFIG")));
        config.setRequestTimeout(10_000);
        config.setRequestRetryBackoffLimit(3);
        KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        return new DemoJob(client, source, terminal.live(System.err), terminal.paintErr());
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        try {
            var namespace =
                    new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata();
            client.resource(namespace.build()).serverSideApply();
            removeEarlier();
        } catch (KubernetesClientException e) {
            throw refused(e);
        }
    }

    @Override
    public void create() throws IOException {
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
        try {
            client.resource(job).create();
        } catch (KubernetesClientException e) {
            throw refused(e);
        }
        live.print(
                paint.green("✓")
                        + " applied as "
                        + paint.bold("ingestionjob/" + source.job())
                        + " in namespace "
                        + NAMESPACE);
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

    @Override
    public void delete() throws IOException {
        try {
            var deleted = resource().withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
            if (deleted.isEmpty()) live.clear();
        } catch (KubernetesClientException e) {
            throw new IOException("the job " + source.job() + " stays: " + PlainWords.of(e), e);
        }
    }

    @Override
    public void close() {
        live.close();
        client.close();
    }

    private Resource<IngestionJob> resource() {
        return client.resources(IngestionJob.class).inNamespace(NAMESPACE).withName(source.job());
    }

    /**
     * @throws IOException where it was removed, the API server is away, or the limit passed
     */
    @Override
    public IngestionJobStatus follow(Duration limit) throws IOException, InterruptedException {
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
                    throw new IOException(PlainWords.of(e), e);
                }
            }
            if (status != null) {
                told = show(status, Duration.between(begun, now), told);
                if (isOver(status)) {
                    settle(status, Duration.between(begun, now));
                    return status;
                }
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

    private void settle(IngestionJobStatus status, Duration took) {
        live.clear();
        if (!"Succeeded".equals(JobLines.phase(status))) return;
        live.settle(
                List.of(
                        paint.green("✓")
                                + " "
                                + summary(status.result())
                                + paint.dim("  " + Texts.took(took))));
    }

    private static String summary(IngestionResult result) {
        return "%s files, %s edges between them, %s without any; commit %s"
                .formatted(
                        count(result.files()),
                        count(result.edges()),
                        count(result.isolated()),
                        result.commit() == null
                                ? "?"
                                : result.commit()
                                        .substring(0, Math.min(12, result.commit().length())));
    }

    private static String count(Long number) {
        return number == null ? "?" : Texts.count(number);
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

    /** What the API server has against an object; it answered that, or was not there. */
    static IOException refused(KubernetesClientException e) {
        List<StatusCause> causes =
                e.getStatus() == null || e.getStatus().getDetails() == null
                        ? List.of()
                        : e.getStatus().getDetails().getCauses();
        if (e.getCode() < 400 || e.getCode() >= 500) return new IOException(PlainWords.of(e), e);
        List<String> reasons =
                causes == null || causes.isEmpty()
                        ? List.of(PlainWords.of(e))
                        : causes.stream().map(c -> c.getField() + ": " + c.getMessage()).toList();
        String all =
                reasons.size() == 1
                        ? " " + reasons.getFirst()
                        : "\n  " + String.join("\n  ", reasons);
        return new Demo.Refused("the API server refuses the job:" + all, e);
    }
}
