package dev.skerry.operator.kube;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Leases as they are now, past every cache; writes only onto what was read. */
@ApplicationScoped
public class Leases {
    private final KubernetesClient client;

    Leases(KubernetesClient client) {
        this.client = client;
    }

    /**
     * @throws KubernetesClientException where the API server does not say
     */
    public Optional<Lease> read(String namespace, String name) {
        return Optional.ofNullable(client.leases().inNamespace(namespace).withName(name).get());
    }

    /**
     * Creates the lease, or replaces exactly the version that it carries.
     *
     * @return as it stands now; empty where somebody else wrote meanwhile
     * @throws KubernetesClientException where the API server refuses or does not answer
     */
    public Optional<Lease> write(Lease lease) {
        try {
            var resource = client.leases().resource(lease);
            return Optional.of(
                    lease.getMetadata().getResourceVersion() == null
                            ? resource.create()
                            : resource.update());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) return Optional.empty();
            throw e;
        }
    }
}
