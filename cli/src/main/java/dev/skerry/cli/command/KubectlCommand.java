package dev.skerry.cli.command;

import dev.skerry.cli.build.Checkout;
import dev.skerry.cli.cluster.Kubectl;
import dev.skerry.cli.term.Terminal;
import dev.skerry.local.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code skerry kubectl …}. */
@Command(
        name = "kubectl",
        description = "kubectl, of a version that fits, talking to the local cluster.")
public final class KubectlCommand implements PassThrough, Runnable {
    @Override
    public int run(List<String> arguments) throws Exception {
        var cluster = LocalCluster.of(Checkout.of(System.getenv()).root(), System.getenv());
        String kubeconfig =
                cluster.state()
                        .map(state -> state.environment().get("KUBECONFIG"))
                        .orElseThrow(
                                () -> new IOException("no cluster runs; start it with skerry up"));
        Path kubectl =
                Kubectl.find(
                        cluster.places().cache(), System.getenv(), Terminal.of(System.getenv()));
        List<String> command = new ArrayList<>(List.of(kubectl.toString()));
        command.addAll(arguments);
        return Program.run(command, Map.of("KUBECONFIG", kubeconfig));
    }

    @Override
    public void run() {
        throw new UnsupportedOperationException("arguments are passed through");
    }
}
