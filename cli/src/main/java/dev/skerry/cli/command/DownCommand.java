package dev.skerry.cli.command;

import dev.skerry.cli.build.Checkout;
import dev.skerry.cli.cluster.ClusterLines;
import dev.skerry.cli.term.Live;
import dev.skerry.cli.term.Terminal;
import dev.skerry.cli.term.Texts;
import dev.skerry.local.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skerry down}. */
@Command(
        name = "down",
        description = "Stop the local cluster; what it holds stays for the next start.%n")
public final class DownCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Mixin HelpOption help;

    @Option(
            names = "--delete",
            description =
                    "Then remove everything it holds: objects, vectors, resources, keys, logs.")
    private boolean delete;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var checkout = Checkout.of(System.getenv());
        var terminal = Terminal.of(System.getenv());
        var cluster = LocalCluster.of(checkout.root(), System.getenv());
        var paint = terminal.paintErr();
        Instant begun = Instant.now();
        boolean ran = cluster.isRunning();
        try (Live live = terminal.live(System.err)) {
            boolean asked = cluster.requestStop();
            while (cluster.isRunning()) {
                if (Duration.between(begun, Instant.now()).compareTo(LIMIT) > 0) {
                    live.print("It did not end within " + LIMIT.toSeconds() + " s: by force.");
                    if (!cluster.force()) {
                        throw new IOException("it does not end; log: " + cluster.daemonLog());
                    }
                }
                // a daemon that has only just begun has not said yet who it is
                if (!asked) asked = cluster.requestStop();
                cluster.state()
                        .ifPresent(
                                state ->
                                        live.show(
                                                ClusterLines.of(
                                                        state,
                                                        live.spinner(),
                                                        begun.toEpochMilli(),
                                                        System.currentTimeMillis(),
                                                        paint)));
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        String took = Texts.took(Duration.between(begun, Instant.now()));
        if (!ran) System.err.println("No cluster runs.");
        else System.err.println(paint.green("✓") + " Stopped in " + took + ".");
        if (delete) {
            boolean there = Files.exists(cluster.places().state());
            cluster.delete();
            System.err.println(
                    there
                            ? paint.green("✓") + " Removed " + cluster.places().state()
                            : "Nothing to remove.");
        }
        return 0;
    }
}
