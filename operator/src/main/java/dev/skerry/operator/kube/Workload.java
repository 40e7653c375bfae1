package dev.skerry.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Kueue says of a Job: the parts of its Workload that we read, whatever its version adds.
 *
 * @param jobUid of the Job that owns it
 */
record Workload(
        String name,
        String jobUid,
        String queue,
        long priority,
        String createdAt,
        boolean active,
        Map<String, Condition> conditions,
        List<String> pendingChecks) {

    /** The order in which a queue looks at its Workloads. */
    private static final Comparator<Workload> TURN =
            Comparator.comparingLong((Workload w) -> -w.priority())
                    .thenComparing(Workload::createdAt)
                    .thenComparing(Workload::name);

    record Condition(boolean holds, String reason, String message) {}

    static Workload of(GenericKubernetesResource resource) {
        var owner =
                resource.getMetadata().getOwnerReferences().stream()
                        .filter(o -> Boolean.TRUE.equals(o.getController()))
                        .findFirst();
        return new Workload(
                resource.getMetadata().getName(),
                owner.map(o -> o.getUid()).orElse(""),
                text(resource.get("spec", "queueName")),
                resource.get("spec", "priority") instanceof Number n ? n.longValue() : 0,
                text(resource.getMetadata().getCreationTimestamp()),
                !Boolean.FALSE.equals(resource.get("spec", "active")),
                conditions(resource.get("status", "conditions")),
                pending(resource.get("status", "admissionChecks")));
    }

    /** What the Job waits for, in one sentence; empty where it is admitted. */
    Optional<String> waitingFor(List<Workload> all) {
        if (holds("Admitted") && !holds("Evicted")) return Optional.empty();
        var again =
                holds("Evicted")
                        ? " again (evicted: %s)".formatted(conditions.get("Evicted").reason())
                        : "";
        if (!active) return Optional.of("Workload " + name + " to be activated");
        if (holds("QuotaReserved")) {
            return Optional.of(
                    "queue %s to admit it%s: quota is reserved%s"
                            .formatted(
                                    queue,
                                    again,
                                    pendingChecks.isEmpty()
                                            ? ""
                                            : "; admission check "
                                                    + String.join(", ", pendingChecks)));
        }
        var waiting =
                all.stream()
                        .filter(w -> w.queue().equals(queue) && w.active())
                        .filter(w -> !w.holds("QuotaReserved") && !w.holds("Finished"))
                        .sorted(TURN)
                        .toList();
        var why = conditions.get("QuotaReserved");
        return Optional.of(
                "queue %s to admit it%s: position %d of %d%s"
                        .formatted(
                                queue,
                                again,
                                Math.max(1, waiting.indexOf(this) + 1),
                                Math.max(1, waiting.size()),
                                why == null || why.message().isEmpty()
                                        ? ""
                                        : "; " + why.message()));
    }

    private boolean holds(String type) {
        var condition = conditions.get(type);
        return condition != null && condition.holds();
    }

    private static Map<String, Condition> conditions(Object list) {
        var found = new HashMap<String, Condition>();
        for (var entry : entries(list)) {
            found.put(
                    text(entry.get("type")),
                    new Condition(
                            "True".equals(entry.get("status")),
                            text(entry.get("reason")),
                            text(entry.get("message"))));
        }
        return Map.copyOf(found);
    }

    private static List<String> pending(Object list) {
        return entries(list).stream()
                .filter(c -> !"Ready".equals(c.get("state")))
                .map(
                        c ->
                                text(c.get("name"))
                                        + (text(c.get("message")).isEmpty()
                                                ? ""
                                                : " (" + text(c.get("message")) + ")"))
                .toList();
    }

    private static List<Map<?, ?>> entries(Object list) {
        if (!(list instanceof List<?> many)) return List.of();
        return many.stream()
                .filter(Map.class::isInstance)
                .<Map<?, ?>>map(e -> (Map<?, ?>) e)
                .toList();
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
