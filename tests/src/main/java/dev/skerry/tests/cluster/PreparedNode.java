package dev.skerry.tests.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;

/**
 * The local cluster's node with labels, devices and a taint of a test's own, until it is closed.
 */
public final class PreparedNode implements AutoCloseable {
    private final Resource<Node> node;
    private final Map<String, String> labels;
    private final String device;
    private final String taint;

    /**
     * @param device an extended resource, of which there are two
     * @param taint key of one that keeps out all that do not tolerate its value yes
     */
    public PreparedNode(
            KubernetesClient client, Map<String, String> labels, String device, String taint) {
        var name = client.nodes().list().getItems().getFirst().getMetadata().getName();
        this.node = client.nodes().withName(name);
        this.labels = Map.copyOf(labels);
        this.device = device;
        this.taint = taint;
        devices("2");
        node.edit(
                n ->
                        new NodeBuilder(n)
                                .editMetadata()
                                .addToLabels(labels)
                                .endMetadata()
                                .editSpec()
                                .addToTaints(
                                        new TaintBuilder()
                                                .withKey(taint)
                                                .withValue("yes")
                                                .withEffect("NoSchedule")
                                                .build())
                                .endSpec()
                                .build());
    }

    private void devices(String count) {
        node.editStatus(
                n ->
                        new NodeBuilder(n)
                                .editStatus()
                                .addToCapacity(device, new Quantity(count))
                                .addToAllocatable(device, new Quantity(count))
                                .endStatus()
                                .build());
    }

    @Override
    public void close() {
        devices("0");
        node.edit(
                n ->
                        new NodeBuilder(n)
                                .editMetadata()
                                .removeFromLabels(labels)
                                .endMetadata()
                                .editSpec()
                                .removeMatchingFromTaints(t -> taint.equals(t.getKey()))
                                .endSpec()
                                .build());
    }
}
