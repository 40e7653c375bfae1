package dev.skerry.cli.job;

import dev.skerry.cli.cluster.Kubeconfig;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster, and the namespace of it that a command is about.
 *
 * @param local environment of the local cluster of this checkout, where it is that one; else empty
 */
record Connection(KubernetesClient client, String namespace, Map<String, String> local)
        implements AutoCloseable {
    private static final int REQUEST_MILLIS = 10_000;
    private static final int RETRIES = 3;

    /**
     * @throws IOException where the files have no such context, or none that is current
     */
    static Connection to(
            Kubeconfig kubeconfig, Optional<String> context, Optional<String> namespace)
            throws IOException {
        // the one way by which the client takes several files
        if (!kubeconfig.files().isEmpty()) System.setProperty("kubeconfig", kubeconfig.path());
        Config config = Config.autoConfigure(context.orElse(null));
        if (!kubeconfig.files().isEmpty()) check(config, context, kubeconfig);
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setRequestRetryBackoffLimit(RETRIES);
        String chosen =
                namespace
                        .or(() -> Optional.ofNullable(config.getNamespace()))
                        .filter(name -> !name.isBlank())
                        .orElse("default");
        return new Connection(
                new KubernetesClientBuilder().withConfig(config).build(),
                chosen,
                kubeconfig.local());
    }

    private static void check(Config config, Optional<String> context, Kubeconfig kubeconfig)
            throws IOException {
        List<String> there =
                Optional.ofNullable(config.getContexts()).orElse(List.of()).stream()
                        .map(NamedContext::getName)
                        .toList();
        boolean found =
                context.map(there::contains).orElseGet(() -> config.getCurrentContext() != null);
        if (found) return;
        throw new IOException(
                "%s in %s; it has %s"
                        .formatted(
                                context.map(name -> "there is no context \"" + name + "\"")
                                        .orElse("there is no current context"),
                                kubeconfig.path(),
                                there.isEmpty() ? "none" : String.join(", ", there)));
    }

    @Override
    public void close() {
        client.close();
    }
}
