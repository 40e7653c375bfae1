package dev.skerry.operator.kube;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;

/**
 * The one endpoint behind Service {@code skerry-reports}, which has no selector: reports reach who
 * leads and nobody else.
 */
@ApplicationScoped
public class ReportEndpoint {
    /** The Service whose endpoint is written. */
    public static final String SERVICE = "skerry-reports";

    private final KubernetesClient client;

    ReportEndpoint(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Has the Service lead to this address; nothing is sent where it does.
     *
     * @return whether something was sent
     * @throws KubernetesClientException where the API server refuses or does not answer
     */
    public boolean leadTo(String namespace, String address, int port) {
        var wanted = slice(namespace, address, port);
        var current =
                client.resources(EndpointSlice.class)
                        .inNamespace(namespace)
                        .withName(wanted.getMetadata().getName())
                        .get();
        if (current != null
                && Objects.equals(current.getEndpoints(), wanted.getEndpoints())
                && Objects.equals(current.getPorts(), wanted.getPorts())) return false;
        client.resource(wanted).patch(Patches.APPLY);
        return true;
    }

    /** The address family of a slice cannot change, hence it is part of the name. */
    private static EndpointSlice slice(String namespace, String address, int port) {
        boolean v6 = address.contains(":");
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(SERVICE + (v6 ? "-ipv6" : "-ipv4"))
                .withNamespace(namespace)
                .addToLabels("kubernetes.io/service-name", SERVICE)
                .addToLabels("endpointslice.kubernetes.io/managed-by", "skerry")
                .addToLabels(Names.MANAGED_BY, "skerry")
                .endMetadata()
                .withAddressType(v6 ? "IPv6" : "IPv4")
                .addNewEndpoint()
                .withAddresses(address)
                .withNewConditions()
                .withReady(true)
                .withServing(true)
                .withTerminating(false)
                .endConditions()
                .endEndpoint()
                .addNewPort()
                .withName("reports")
                .withPort(port)
                .withProtocol("TCP")
                .endPort()
                .build();
    }
}
