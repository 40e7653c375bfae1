package dev.skerry.operator.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The scheduler's verdict as one sentence. It counts nodes by what they lack; so we need not read
 * nodes ourselves, and no right to.
 */
final class Unschedulable {
    private static final Pattern VERDICT =
            Pattern.compile("0/(\\d+) nodes are available: (.*?)(?:\\. .*|\\.)?$");
    private static final Pattern NEXT = Pattern.compile(", (?=\\d+ )");
    private static final Pattern COUNTED = Pattern.compile("(\\d+) (.*)");

    private Unschedulable() {}

    static String sentence(String message, Pod pod) {
        var said = message == null ? "" : message.strip();
        if (said.startsWith("no nodes available")) return "a node: the cluster has none";
        var verdict = VERDICT.matcher(said);
        if (!verdict.matches()) return "a node: " + said;
        var lacking = new ArrayList<String>();
        var others = new ArrayList<String>();
        for (var part : NEXT.split(verdict.group(2))) {
            var counted = COUNTED.matcher(part.strip());
            if (!counted.matches()) {
                others.add(part.strip());
            } else if (counted.group(2).startsWith("Insufficient ")) {
                lacking.add(wanted(counted.group(2).substring("Insufficient ".length()), pod));
            } else {
                others.add(counted.group(1) + " " + plain(counted.group(2)));
            }
        }
        var nodes = verdict.group(1);
        if (lacking.isEmpty())
            return "0 of %s nodes suit its pod: %s".formatted(nodes, String.join("; ", others));
        return "0 of %s nodes have %s%s"
                .formatted(
                        nodes,
                        String.join(" and ", lacking),
                        others.isEmpty() ? "" : " (" + String.join("; ", others) + ")");
    }

    private static String wanted(String resource, Pod pod) {
        var sum =
                pod.getSpec().getContainers().stream()
                        .flatMap(c -> amount(c, resource).stream())
                        .map(Quantity::getNumericalAmount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.signum() == 0) return "free " + resource;
        var single =
                pod.getSpec().getContainers().stream()
                        .flatMap(c -> amount(c, resource).stream())
                        .toList();
        var text = single.size() == 1 ? single.getFirst().toString() : sum.toPlainString();
        return text + " free " + resource;
    }

    private static Optional<Quantity> amount(Container container, String resource) {
        var resources = Optional.ofNullable(container.getResources());
        return resources
                .map(r -> r.getRequests())
                .map(r -> r.get(resource))
                .or(
                        () ->
                                resources
                                        .map(r -> r.getLimits())
                                        .map((Map<String, Quantity> r) -> r.get(resource)));
    }

    private static String plain(String reason) {
        if (reason.contains("didn't match Pod's node affinity/selector"))
            return "do not match its node selector or affinity";
        if (reason.contains("untolerated taint"))
            return "have a taint it does not tolerate"
                    + (reason.contains("{") ? " " + reason.substring(reason.indexOf('{')) : "");
        if (reason.contains("were unschedulable")) return "are cordoned";
        if (reason.equals("Too many pods")) return "have as many pods as they may";
        return reason.replace("node(s) ", "");
    }
}
