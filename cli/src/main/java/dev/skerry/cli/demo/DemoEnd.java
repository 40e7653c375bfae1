package dev.skerry.cli.demo;

import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.cli.cluster.Kubectl;
import dev.skerry.cli.job.JobLines;
import dev.skerry.cli.job.Neighbours;
import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Terminal;
import dev.skerry.cli.term.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a demo shows when its job has ended.
 *
 * @param cache where a kubectl is kept that fits the cluster
 * @param begun when the demo began
 */
record DemoEnd(Source repository, Path cache, Terminal terminal, Instant begun) {
    private static final int FILES = 3;
    private static final int HITS = 4;

    /**
     * @param environment of the cluster
     * @return the exit code
     */
    int show(IngestionJobStatus status, Map<String, String> environment)
            throws IOException, InterruptedException {
        if (!"Succeeded".equals(JobLines.phase(status))) return failed(status);
        resource(environment);
        nearest(status.result(), environment);
        System.err.println(
                "\nAll of it in "
                        + Texts.took(Duration.between(begun, Instant.now()))
                        + ". The cluster stays up. Next:");
        next();
        return 0;
    }

    private int failed(IngestionJobStatus status) {
        Paint paint = terminal.paintErr();
        System.err.println(paint.red("✗") + " The job did not succeed: " + JobLines.phase(status));
        JobLines.failed(status).forEach(line -> System.err.println("  " + line));
        System.err.println("\nThe cluster stays up. Look closer:");
        System.err.println("  ./skerry kubectl describe ij -n demo " + repository.job());
        System.err.println("  ./skerry logs -n demo " + repository.job());
        return 1;
    }

    private void resource(Map<String, String> environment)
            throws IOException, InterruptedException {
        Paint paint = terminal.paintErr();
        System.err.println(
                paint.bold("\n3  What Kubernetes says") + paint.dim("  kubectl get ij -o wide"));
        Path kubectl = Kubectl.find(cache, System.getenv(), terminal);
        var command =
                List.of(
                        kubectl.toString(),
                        "get",
                        "ij",
                        "-n",
                        DemoJob.NAMESPACE,
                        repository.job(),
                        "-o",
                        "wide");
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("KUBECONFIG", environment.get("KUBECONFIG"));
        Process process = builder.start();
        try {
            int code = process.waitFor();
            if (code != 0) throw new IOException("kubectl ended with exit code " + code);
        } finally {
            process.destroy();
        }
    }

    private void nearest(IngestionResult result, Map<String, String> environment)
            throws IOException, InterruptedException {
        Paint paint = terminal.paintErr();
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

    private void next() {
        Paint paint = terminal.paintErr();
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
                            "./skerry similar -n demo " + repository.job() + " FILE",
                            "the files nearest to one"
                        },
                        new String[] {
                            "eval \"$(./skerry env)\"", "kubectl, S3 and Qdrant tools of your own"
                        },
                        new String[] {"./skerry status", "what runs, where, how healthy"},
                        new String[] {"./skerry down", "stop it; with --delete remove it"})) {
            System.err.println("  " + Texts.pad(hint[0], 58) + "  " + paint.dim(hint[1]));
        }
    }
}
