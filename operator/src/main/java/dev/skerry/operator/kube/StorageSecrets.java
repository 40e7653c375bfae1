package dev.skerry.operator.kube;

import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Secret from which pods take credentials. Written only where configured so; one that is not
 * ours is never touched.
 */
@ApplicationScoped
public class StorageSecrets {
    private static final EventLog LOG = EventLog.of(StorageSecrets.class);

    private final KubernetesClient client;
    private final OperatorConfig config;

    StorageSecrets(KubernetesClient client, OperatorConfig config) {
        this.client = client;
        this.config = config;
    }

    void warn(@Observes StartupEvent start) {
        if (config.storage().shareCredentials())
            LOG.write(
                    LogEvent.CREDENTIALS_SHARED,
                    config.storage().secretName(),
                    "pods of every namespace that has no such Secret of its own get the operator's keys, and with them the data of all; see docs/operate/threat-model.md");
    }

    /**
     * Makes sure that our credentials stand in the namespace's Secret, where the configuration
     * shares them.
     */
    public void ensure(String namespace) {
        if (!config.storage().shareCredentials()) return;
        var secrets = client.secrets().inNamespace(namespace);
        var wanted = secret(namespace);
        try {
            secrets.resource(wanted).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
            var existing = secrets.withName(config.storage().secretName()).get();
            if (existing != null && ours(existing) && !current(existing)) {
                secrets.withName(config.storage().secretName())
                        .edit(
                                s ->
                                        new SecretBuilder(s)
                                                .withData(null)
                                                .withStringData(credentials())
                                                .build());
            }
        }
    }

    private boolean ours(Secret secret) {
        var labels = secret.getMetadata().getLabels();
        return labels != null && Names.OURS.equals(labels.get(Names.MANAGED_BY));
    }

    private boolean current(Secret secret) {
        var encoder = Base64.getEncoder();
        return secret.getData() != null
                && credentials().entrySet().stream()
                        .allMatch(
                                c ->
                                        encoder.encodeToString(
                                                        c.getValue()
                                                                .getBytes(StandardCharsets.UTF_8))
                                                .equals(secret.getData().get(c.getKey())));
    }

    private Secret secret(String namespace) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(config.storage().secretName())
                .withNamespace(namespace)
                .addToLabels(Names.MANAGED_BY, Names.OURS)
                .endMetadata()
                .withStringData(credentials())
                .build();
    }

    private Map<String, String> credentials() {
        var data = new LinkedHashMap<String, String>();
        data.put("AWS_ACCESS_KEY_ID", config.storage().accessKey());
        data.put("AWS_SECRET_ACCESS_KEY", config.storage().secretKey());
        config.vectors().apiKey().ifPresent(key -> data.put("QDRANT_API_KEY", key));
        return data;
    }
}
