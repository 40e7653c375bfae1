package dev.skerry.local.node.kube;

import dev.skerry.local.node.environment.ObjectSource;
import dev.skerry.local.node.volume.TokenSource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads single objects by name, which is all that a node may do. */
public final class ApiObjects implements ObjectSource, TokenSource {
    private final KubernetesClient client;

    public ApiObjects(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get());
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
        return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
    }

    @Override
    public Token request(Pod pod, ServiceAccountTokenProjection projection) {
        var metadata = pod.getMetadata();
        var audience = projection.getAudience();
        var request =
                new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(
                                audience == null || audience.isEmpty()
                                        ? List.of()
                                        : List.of(audience))
                        .withExpirationSeconds(projection.getExpirationSeconds())
                        .withNewBoundObjectRef()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(metadata.getName())
                        .withUid(metadata.getUid())
                        .endBoundObjectRef()
                        .endSpec()
                        .build();
        var granted =
                client.serviceAccounts()
                        .inNamespace(metadata.getNamespace())
                        .withName(pod.getSpec().getServiceAccountName())
                        .tokenRequest(request)
                        .getStatus();
        return new Token(granted.getToken(), Instant.parse(granted.getExpirationTimestamp()));
    }
}
