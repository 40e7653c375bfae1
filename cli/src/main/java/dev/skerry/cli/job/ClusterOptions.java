package dev.skerry.cli.job;

import dev.skerry.cli.cluster.ApiWords;
import dev.skerry.cli.cluster.Kubeconfig;
import dev.skerry.cli.command.Invocation;
import dev.skerry.local.cluster.ClusterState;
import dev.skerry.local.cluster.LocalCluster;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster and namespace a command is about, said as kubectl wants it said. */
public final class ClusterOptions {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Of the job (default: that of the context, else default).")
    private String namespace;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "Names the cluster (default: KUBECONFIG, then the local cluster of this checkout where it runs, then ~/.kube/config; as kubectl's plugin ~/.kube/config comes before the local one).")
    private Path file;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Of the kubeconfig (default: its current one).")
    private String context;

    /** What a command does with a cluster. */
    interface Work {
        int with(Connection connection) throws IOException, InterruptedException;
    }

    /**
     * Connects, works, closes.
     *
     * @return exit code
     * @throws IOException where nothing names a cluster, what names it is not there, or the cluster
     *     does not do as it should; in words for the user
     */
    int run(Work work) throws IOException, InterruptedException {
        try (Connection connection = connect()) {
            try {
                return work.with(connection);
            } catch (KubernetesClientException e) {
                String server = "the API server at " + connection.client().getMasterUrl();
                throw new IOException(ApiWords.of(e, server), e);
            }
        }
    }

    private Connection connect() throws IOException {
        Map<String, String> environment = System.getenv();
        Invocation called = Invocation.of(environment);
        var asked =
                new Kubeconfig.Asked(
                        Optional.ofNullable(file),
                        Optional.ofNullable(context),
                        called.isPlugin(),
                        environment,
                        local(called, environment));
        return Connection.to(
                Kubeconfig.choose(asked),
                Optional.ofNullable(context),
                Optional.ofNullable(namespace));
    }

    private static Map<String, String> local(Invocation called, Map<String, String> environment)
            throws IOException {
        if (called.checkout().isEmpty()) return Map.of();
        return LocalCluster.of(called.checkout().get(), environment)
                .state()
                .map(ClusterState::environment)
                .orElse(Map.of());
    }
}
