package dev.skerry.cli.command;

import dev.skerry.cli.build.Checkout;
import dev.skerry.local.cluster.LocalCluster;
import java.io.IOException;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skerry env}. */
@Command(
        name = "env",
        description = {
            "Print what your own tools need to reach the local cluster, as shell exports:",
            "KUBECONFIG, AWS_* for S3, QDRANT_URL and QDRANT_API_KEY.",
            "",
            "  eval \"$(./skerry env)\"%n"
        })
public final class EnvCommand implements Callable<Integer> {
    @Mixin HelpOption help;

    @Override
    public Integer call() throws IOException {
        var checkout = Checkout.of(System.getenv());
        var state =
                LocalCluster.of(checkout.root(), System.getenv())
                        .state()
                        .orElseThrow(
                                () -> new IOException("no cluster runs; start it with skerry up"));
        new TreeMap<>(state.environment())
                .forEach((key, value) -> System.out.println("export " + key + "=" + quote(value)));
        return 0;
    }

    /** A value as one word of a POSIX shell. */
    static String quote(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
