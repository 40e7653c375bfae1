package dev.skerry.cli.demo;

import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.cli.build.Checkout;
import dev.skerry.cli.cluster.Kubectl;
import dev.skerry.cli.cluster.Up;
import dev.skerry.cli.command.HelpOption;
import dev.skerry.cli.command.PositiveNumber;
import dev.skerry.cli.job.JobLines;
import dev.skerry.cli.job.Neighbours;
import dev.skerry.cli.term.Live;
import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Terminal;
import dev.skerry.cli.term.Texts;
import dev.skerry.local.cluster.LocalCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skerry demo}: from nothing to the vectors of a repository, with everything to be seen. */
@Command(
        name = "demo",
        description = {
            "Start the cluster where none runs, ingest a repository, show its nearest files.",
            "",
            "The cluster stays up. Ctrl-C ends what this call started.%n"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int FILES = 3;
    private static final int HITS = 4;

    @Mixin HelpOption help;

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            description =
                    "A URL (https, ssh, file) or the path of a Git repository (default: this checkout). Its HEAD is read.")
    private String source;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = PositiveNumber.class,
            defaultValue = "3600",
            description = "How long the job may take (default: ${DEFAULT-VALUE}).")
    private int timeout;

    private final Terminal terminal = Terminal.of(System.getenv());
    private final Paint paint = terminal.paintErr();
    private final AtomicReference<DemoJob> made = new AtomicReference<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Instant begun = Instant.now();
        var checkout = Checkout.of(System.getenv());
        Source repository = Source.of(source == null ? checkout.root().toString() : source);
        var cluster = LocalCluster.of(checkout.root(), System.getenv());
        var up = new Up(checkout, cluster, terminal);
        up.beforeUndo(this::deleteJob);
        System.err.println(paint.bold("1  The local cluster"));
        up.start();
        if (!up.await(Duration.ofSeconds(timeout)))
            throw new IOException("the cluster did not start in " + timeout + " s");
        Map<String, String> environment = cluster.state().orElseThrow().environment();
        try (Live live = terminal.live(System.err);
                KubernetesClient client = connect(environment)) {
            System.err.println(paint.bold("\n2  An IngestionJob for ") + repository.url());
            IngestionJobStatus status = ingest(client, repository, live);
            up.keep();
            made.set(null);
            if (!"Succeeded".equals(JobLines.phase(status))) return failed(status, repository);
            show(status, repository, cluster, environment);
        }
        System.err.println(
                "\nAll of it in "
                        + Texts.took(Duration.between(begun, Instant.now()))
                        + ". The cluster stays up. Next:");
        next(repository);
        return 0;
    }

    private IngestionJobStatus ingest(KubernetesClient client, Source repository, Live live)
            throws IOException, InterruptedException {
        Instant begun = Instant.now();
        var job = new DemoJob(client, repository, live, paint);
        made.set(job);
        job.create();
        live.print(
                paint.green("✓")
                        + " applied as "
                        + paint.bold("ingestionjob/" + repository.job())
                        + " in namespace "
                        + DemoJob.NAMESPACE);
        IngestionJobStatus status = job.follow(Duration.ofSeconds(timeout));
        live.clear();
        if ("Succeeded".equals(JobLines.phase(status))) {
            live.settle(
                    List.of(
                            paint.green("✓")
                                    + " "
                                    + summary(status.result())
                                    + paint.dim(
                                            "  "
                                                    + Texts.took(
                                                            Duration.between(
                                                                    begun, Instant.now())))));
        }
        return status;
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

    private int failed(IngestionJobStatus status, Source repository) {
        System.err.println(paint.red("✗") + " The job did not succeed: " + JobLines.phase(status));
        JobLines.failed(status).forEach(line -> System.err.println("  " + line));
        System.err.println("\nThe cluster stays up. Look closer:");
        System.err.println("  ./skerry kubectl describe ij -n demo " + repository.job());
        System.err.println(
                "  ./skerry kubectl logs -n demo -l skerry.dev/name="
                        + repository.job()
                        + " --tail=50");
        return 1;
    }

    private void show(
            IngestionJobStatus status,
            Source repository,
            LocalCluster cluster,
            Map<String, String> environment)
            throws IOException, InterruptedException {
        System.err.println(
                paint.bold("\n3  What Kubernetes says") + paint.dim("  kubectl get ij -o wide"));
        Path kubectl = Kubectl.find(cluster.places().cache(), System.getenv(), terminal);
        kubectl(
                kubectl,
                environment,
                "get",
                "ij",
                "-n",
                DemoJob.NAMESPACE,
                repository.job(),
                "-o",
                "wide");
        IngestionResult result = status.result();
        System.err.println(
                paint.bold("\n4  Nearest files")
                        + paint.dim(
                                "  by cosine, searched in "
                                        + environment.get("QDRANT_URL")
                                        + ", collection "
                                        + result.collection()));
        try (var neighbours = new Neighbours(environment, result.collection(), result.runId())) {
            var out = terminal.paintOut();
            for (var near : neighbours.of(FILES, HITS)) {
                System.out.println("  " + out.bold(near.file()));
                for (var hit : near.hits()) {
                    System.out.println(
                            "    "
                                    + out.cyan(String.format(Locale.ROOT, "%5.2f", hit.score()))
                                    + "  "
                                    + hit.file());
                }
            }
        }
        if (result.artifact() != null) {
            System.err.println("\nThe same vectors as an artifact: " + result.artifact().uri());
        }
    }

    private static void kubectl(Path kubectl, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of(kubectl.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("KUBECONFIG", environment.get("KUBECONFIG"));
        int code = builder.start().waitFor();
        if (code != 0) throw new IOException("kubectl ended with exit code " + code);
    }

    private void next(Source repository) {
        for (String[] hint :
                List.of(
                        new String[] {
                            "./skerry demo URL-OR-PATH", "the same with another repository"
                        },
                        new String[] {
                            "./skerry kubectl get ij -n demo " + repository.job() + " -o yaml",
                            "the whole status"
                        },
                        new String[] {
                            "eval \"$(./skerry env)\"", "kubectl, S3 and Qdrant tools of your own"
                        },
                        new String[] {"./skerry status", "what runs, where, how healthy"},
                        new String[] {"./skerry down", "stop it; with --delete remove it"})) {
            System.err.println("  " + Texts.pad(hint[0], 58) + "  " + paint.dim(hint[1]));
        }
    }

    private void deleteJob() {
        DemoJob job = made.getAndSet(null);
        if (job == null) return;
        System.err.println("Removing the job that this call made …");
        job.delete();
    }

    private static KubernetesClient connect(Map<String, String> environment) {
        var config = Config.fromKubeconfig(new File(environment.get("KUBECONFIG")));
        config.setRequestTimeout(10_000);
        config.setRequestRetryBackoffLimit(3);
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
