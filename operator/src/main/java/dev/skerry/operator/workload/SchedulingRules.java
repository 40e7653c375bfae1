package dev.skerry.operator.workload;

import dev.skerry.api.Scheduling;
import dev.skerry.api.Toleration;
import dev.skerry.operator.OperatorConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the installation lets specs ask of the scheduler, so that the right to create a job is not
 * the right to displace everybody else's pods. Each an allow-list; where there is none, what is
 * Kubernetes' own is refused and everything else allowed.
 */
public record SchedulingRules(
        Optional<Set<String>> priorityClasses,
        Optional<Set<String>> runtimeClasses,
        Optional<Set<String>> serviceAccounts,
        Optional<Set<String>> nodeLabels,
        Optional<Set<String>> taints) {

    public static SchedulingRules of(OperatorConfig.Scheduling config) {
        return new SchedulingRules(
                config.priorityClasses(),
                config.runtimeClasses(),
                config.serviceAccounts(),
                config.nodeLabels(),
                config.taints());
    }

    public List<String> problems(Scheduling scheduling) {
        var problems = new ArrayList<String>();
        if (scheduling == null) return problems;
        check(
                "priorityClassName",
                scheduling.priorityClassName(),
                priorityClasses,
                name -> !name.startsWith("system-"),
                problems);
        check(
                "runtimeClassName",
                scheduling.runtimeClassName(),
                runtimeClasses,
                name -> true,
                problems);
        check(
                "serviceAccountName",
                scheduling.serviceAccountName(),
                serviceAccounts,
                name -> true,
                problems);
        Optional.ofNullable(scheduling.nodeSelector())
                .map(Map::keySet)
                .orElse(Set.of())
                .forEach(label -> check("nodeSelector", label, nodeLabels, l -> true, problems));
        Optional.ofNullable(scheduling.tolerations())
                .orElse(List.of())
                .forEach(toleration -> check(toleration, problems));
        return problems;
    }

    private void check(Toleration toleration, List<String> problems) {
        if (toleration.key() == null || toleration.key().isEmpty()) {
            problems.add(
                    "spec.scheduling.tolerations: a toleration of every taint is not allowed; name the key of one");
            return;
        }
        if (taints.isEmpty() && shortensTheWaitForANode(toleration)) return;
        check(
                "tolerations",
                toleration.key(),
                taints,
                key ->
                        !key.startsWith("node-role.kubernetes.io/")
                                && !key.startsWith("node.kubernetes.io/"),
                problems);
    }

    /** Of what every pod has anyway: to leave a lost node sooner, or later, than by default. */
    private static boolean shortensTheWaitForANode(Toleration toleration) {
        return toleration.tolerationSeconds() != null
                && Set.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
                        .contains(toleration.key());
    }

    private static void check(
            String field,
            String value,
            Optional<Set<String>> allowed,
            Predicate<String> otherwise,
            List<String> problems) {
        if (value == null) return;
        if (allowed.map(a -> a.contains(value)).orElseGet(() -> otherwise.test(value))) return;
        problems.add(
                "spec.scheduling.%s: \"%s\" is not allowed here; %s"
                        .formatted(
                                field,
                                value,
                                allowed.filter(a -> !a.isEmpty())
                                        .map(
                                                a ->
                                                        "use one of "
                                                                + String.join(
                                                                        ", ",
                                                                        a.stream()
                                                                                .sorted()
                                                                                .toList()))
                                        .orElse(
                                                "leave it out, or ask who runs this installation")));
    }
}
