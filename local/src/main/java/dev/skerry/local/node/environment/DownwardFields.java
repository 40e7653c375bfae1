package dev.skerry.local.node.environment;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a pod may learn about itself.
 *
 * @param podIp the pod's identifier on the pod network
 * @param hostIp the node's address
 * @param allocatable what stands for a limit that a container does not set
 */
public record DownwardFields(String podIp, String hostIp, Map<String, Quantity> allocatable) {
    private static final Pattern KEYED =
            Pattern.compile("metadata\\.(labels|annotations)\\['(.+)']");

    /** The value of a {@code fieldRef}. */
    public String field(Pod pod, String path) throws ConfigProblem {
        Matcher keyed = KEYED.matcher(path);
        if (keyed.matches()) {
            return map(pod, keyed.group(1)).getOrDefault(keyed.group(2), "");
        }
        return switch (path) {
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            case "metadata.uid" -> pod.getMetadata().getUid();
            case "metadata.labels" -> lines(map(pod, "labels"));
            case "metadata.annotations" -> lines(map(pod, "annotations"));
            case "spec.nodeName" -> pod.getSpec().getNodeName();
            case "spec.serviceAccountName" -> pod.getSpec().getServiceAccountName();
            case "status.hostIP", "status.hostIPs" -> hostIp;
            case "status.podIP", "status.podIPs" -> podIp;
            default ->
                    throw new ConfigProblem(
                            "fieldRef: \"" + path + "\" is no field this node can give");
        };
    }

    /** The value of a {@code resourceFieldRef}, divided and rounded up. */
    public String resource(Pod pod, Container own, ResourceFieldSelector selector)
            throws ConfigProblem {
        var container = container(pod, own, selector.getContainerName());
        var parts = selector.getResource().split("\\.", 2);
        if (parts.length != 2) {
            throw new ConfigProblem(
                    "resourceFieldRef: \""
                            + selector.getResource()
                            + "\" is no resource; write limits.memory, requests.cpu and the like");
        }
        var amount = amount(container, parts[0], parts[1]);
        var divisor =
                selector.getDivisor() == null
                        ? BigDecimal.ZERO
                        : selector.getDivisor().getNumericalAmount();
        var unit = divisor.signum() == 0 ? BigDecimal.ONE : divisor;
        return amount.divide(unit, 0, RoundingMode.CEILING).toPlainString();
    }

    private BigDecimal amount(Container container, String kind, String resource) {
        var resources = container.getResources();
        Map<String, Quantity> limits =
                resources == null || resources.getLimits() == null
                        ? Map.of()
                        : resources.getLimits();
        Map<String, Quantity> requests =
                resources == null || resources.getRequests() == null
                        ? Map.of()
                        : resources.getRequests();
        var quantity =
                kind.equals("requests")
                        ? requests.get(resource)
                        : limits.getOrDefault(resource, allocatable.get(resource));
        return quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
    }

    private static Container container(Pod pod, Container own, String name) throws ConfigProblem {
        if (name == null || name.isEmpty()) return own;
        for (var candidate : pod.getSpec().getContainers()) {
            if (candidate.getName().equals(name)) return candidate;
        }
        for (var candidate : pod.getSpec().getInitContainers()) {
            if (candidate.getName().equals(name)) return candidate;
        }
        throw new ConfigProblem("resourceFieldRef: no container is called \"" + name + "\"");
    }

    private static Map<String, String> map(Pod pod, String which) {
        var map =
                which.equals("labels")
                        ? pod.getMetadata().getLabels()
                        : pod.getMetadata().getAnnotations();
        return map == null ? Map.of() : map;
    }

    /** {@code key="value"} per line, sorted, the value quoted as Go's {@code %q} would. */
    private static String lines(Map<String, String> map) {
        return new TreeMap<>(map)
                .entrySet().stream()
                        .map(e -> e.getKey() + "=" + quoted(e.getValue()))
                        .collect(Collectors.joining("\n"));
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + "\"";
    }
}
