package dev.skerry.local.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The Node object of this machine, kept as it should be. */
final class Registration {
    private static final int CONFLICT = 409;
    private static final Duration HEARTBEAT = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final String name;
    private final String address;
    private final int port;
    private final Map<String, Quantity> capacity;
    private final Clock clock;
    private volatile boolean stopping;

    Registration(
            KubernetesClient client,
            String name,
            String address,
            int port,
            Map<String, Quantity> capacity,
            Clock clock) {
        this.client = client;
        this.name = name;
        this.address = address;
        this.port = port;
        this.capacity = capacity;
        this.clock = clock;
    }

    /**
     * Creates the node or corrects its status where that differs: after an absence the controller
     * manager has declared it unknown. Sent unchanged every five minutes.
     */
    void renew() {
        var node = client.nodes().withName(name).get();
        if (node == null) {
            try {
                node = client.resource(object()).create();
            } catch (KubernetesClientException e) {
                if (e.getCode() != CONFLICT) throw e;
                return;
            }
        }
        if (!isAsItShouldBe(node)) patch(node);
    }

    /** Nothing new is to be bound here. */
    void stop() {
        stopping = true;
        renew();
    }

    private Node object() {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .addToLabels("kubernetes.io/os", Machine.operatingSystem())
                .addToLabels("kubernetes.io/arch", Machine.architecture())
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withStatus(status(new NodeStatus()))
                .build();
    }

    private void patch(Node node) {
        var patch =
                Map.of(
                        "status",
                        status(node.getStatus() == null ? new NodeStatus() : node.getStatus()));
        client.nodes()
                .withName(name)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        client.getKubernetesSerialization().asJson(patch));
    }

    private NodeStatus status(NodeStatus before) {
        return new NodeStatusBuilder()
                .withCapacity(capacity)
                .withAllocatable(capacity)
                .withAddresses(new NodeAddress(address, "InternalIP"))
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint(port)
                .endDaemonEndpoints()
                .withNodeInfo(Machine.info())
                .withConditions(conditions(before))
                .build();
    }

    private List<NodeCondition> conditions(NodeStatus before) {
        return List.of(
                condition(
                        before,
                        "Ready",
                        !stopping,
                        stopping ? "NodeShutdown" : "ProcessNodeReady",
                        stopping ? "the process node is stopping" : "the process node runs pods"),
                condition(before, "MemoryPressure", false, "NotWatched", "not watched here"),
                condition(before, "DiskPressure", false, "NotWatched", "not watched here"),
                condition(before, "PIDPressure", false, "NotWatched", "not watched here"));
    }

    private NodeCondition condition(
            NodeStatus before, String type, boolean value, String reason, String message) {
        var status = value ? "True" : "False";
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var since =
                before.getConditions().stream()
                        .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
                        .map(NodeCondition::getLastTransitionTime)
                        .findFirst()
                        .orElse(now);
        return new NodeConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastHeartbeatTime(now)
                .withLastTransitionTime(since)
                .build();
    }

    private boolean isAsItShouldBe(Node node) {
        var status = node.getStatus();
        if (status == null || status.getDaemonEndpoints() == null) return false;
        var endpoint = status.getDaemonEndpoints().getKubeletEndpoint();
        if (endpoint == null || endpoint.getPort() != port) return false;
        if (!capacity.equals(status.getCapacity())) return false;
        return status.getConditions().stream()
                .anyMatch(
                        c ->
                                c.getType().equals("Ready")
                                        && c.getStatus().equals(stopping ? "False" : "True")
                                        && Instant.parse(c.getLastHeartbeatTime())
                                                .plus(HEARTBEAT)
                                                .isAfter(clock.instant()));
    }
}
