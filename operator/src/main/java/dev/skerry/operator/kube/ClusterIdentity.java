package dev.skerry.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;

/** What tells this cluster from others for as long as it lives: the uid of kube-system. */
@ApplicationScoped
public class ClusterIdentity {
    private static final String NAMESPACE = "kube-system";

    private final KubernetesClient client;

    ClusterIdentity(KubernetesClient client) {
        this.client = client;
    }

    /**
     * @throws KubernetesClientException where the API server does not say
     */
    public String uid() {
        var namespace = client.namespaces().withName(NAMESPACE).get();
        if (namespace == null) throw new KubernetesClientException("no namespace " + NAMESPACE);
        return namespace.getMetadata().getUid();
    }
}
