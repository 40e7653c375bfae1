package dev.skerry.cli.command;

import dev.skerry.cli.build.Checkout;
import dev.skerry.cli.cluster.TakeBack;
import dev.skerry.cli.cluster.Up;
import dev.skerry.cli.term.Terminal;
import dev.skerry.local.cluster.LocalCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skerry up}. */
@Command(
        name = "up",
        description = {
            "Start the local cluster: a Kubernetes control plane, a node that runs pods as processes, S3, a vector store, the operator.",
            "",
            "Does nothing where it runs already. Ctrl-C stops what this call started.%n"
        })
public final class UpCommand implements Callable<Integer> {
    @Mixin HelpOption help;

    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Wait until every part is healthy (the default); --no-wait returns at once.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            converter = Seconds.class,
            description =
                    "How long to wait (default: ${DEFAULT-VALUE}; the first start may build programs for minutes).")
    private Duration timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return TakeBack.around(this::up);
    }

    private int up(TakeBack takeBack) throws IOException, InterruptedException {
        var checkout = Checkout.of(System.getenv());
        var terminal = Terminal.of(System.getenv());
        var cluster = LocalCluster.of(checkout.root(), System.getenv());
        var up = new Up(checkout, cluster, terminal, takeBack);
        up.start();
        if (!wait) {
            takeBack.keep();
            System.err.println("The cluster starts; skerry status shows how far it is.");
            return 0;
        }
        Optional<String> missing = up.await(timeout);
        takeBack.keep();
        if (missing.isPresent()) {
            System.err.println("Not ready after " + timeout.toSeconds() + " s: " + missing.get());
            System.err.println("It goes on trying; see skerry status.");
            return 1;
        }
        var paint = terminal.paintErr();
        System.err.println();
        System.err.println(
                "The cluster runs. Next: "
                        + paint.bold("skerry demo")
                        + ", "
                        + paint.bold("skerry kubectl get nodes")
                        + ", or "
                        + paint.bold("eval \"$(./skerry env)\"")
                        + " and your own tools.");
        return 0;
    }
}
