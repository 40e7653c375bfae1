package dev.skerry.cli.demo;

import dev.skerry.cli.build.Checkout;
import dev.skerry.cli.cluster.TakeBack;
import dev.skerry.cli.cluster.Up;
import dev.skerry.cli.command.HelpOption;
import dev.skerry.cli.command.Seconds;
import dev.skerry.cli.term.Terminal;
import dev.skerry.local.cluster.LocalCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
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
            defaultValue = "3600",
            converter = Seconds.class,
            description = "How long the job may take (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return TakeBack.around(this::demo);
    }

    private int demo(TakeBack takeBack) throws IOException, InterruptedException {
        Instant begun = Instant.now();
        var terminal = Terminal.of(System.getenv());
        var checkout = Checkout.of(System.getenv());
        Source repository = Source.of(source == null ? checkout.root().toString() : source);
        var cluster = LocalCluster.of(checkout.root(), System.getenv());
        var end = new DemoEnd(repository, cluster.places().cache(), terminal, begun);
        var demo =
                new Demo(
                        repository,
                        cluster,
                        environment -> DemoJob.open(environment, repository, terminal),
                        end::show,
                        timeout,
                        terminal.paintErr());
        return demo.run(new Up(checkout, cluster, terminal, takeBack), takeBack);
    }
}
