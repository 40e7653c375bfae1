package dev.skerry.local.node.pod;

import dev.skerry.local.node.state.ContainerRecord;
import dev.skerry.local.node.state.ContainerRecord.Kind;
import dev.skerry.local.node.state.PodRecord;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The conditions that a node owns; others of the pod are left to their owners. */
final class PodConditions {
    private final PodRecord record;
    private final PodStatus before;
    private final Instant now;

    PodConditions(PodRecord record, PodStatus before, Instant now) {
        this.record = record;
        this.before = before;
        this.now = now;
    }

    List<PodCondition> all(boolean volumesReady) {
        var conditions = new ArrayList<PodCondition>();
        boolean over = record.isOver();
        conditions.add(condition("PodReadyToStartContainers", volumesReady && !over, "", ""));
        conditions.add(initialized());
        conditions.add(ready("ContainersReady"));
        conditions.add(ready("Ready"));
        if (record.disrupted()) {
            conditions.add(
                    condition("DisruptionTarget", true, "TerminationByKubelet", record.message()));
        }
        return conditions;
    }

    private PodCondition initialized() {
        if (record.phase().equals(PodRecord.SUCCEEDED)) {
            return condition("Initialized", true, "PodCompleted", "");
        }
        if (PodPlan.isInitialized(record)) return condition("Initialized", true, "", "");
        return condition(
                "Initialized",
                false,
                "ContainersNotInitialized",
                "containers with incomplete status: " + names(c -> c.kind() == Kind.INIT));
    }

    private PodCondition ready(String type) {
        if (record.isOver()) {
            boolean well = record.phase().equals(PodRecord.SUCCEEDED);
            return condition(type, false, well ? "PodCompleted" : "PodFailed", "");
        }
        boolean all =
                record.containers().stream()
                        .filter(c -> c.kind() != Kind.INIT)
                        .allMatch(ContainerRecord::isRunning);
        if (all && PodPlan.isInitialized(record)) return condition(type, true, "", "");
        return condition(
                type,
                false,
                "ContainersNotReady",
                "containers with unready status: "
                        + names(c -> c.kind() != Kind.INIT && !c.isRunning()));
    }

    private String names(Predicate<ContainerRecord> which) {
        return record.containers().stream()
                .filter(which)
                .map(ContainerRecord::name)
                .collect(Collectors.joining(" ", "[", "]"));
    }

    private PodCondition condition(String type, boolean status, String reason, String message) {
        var value = status ? "True" : "False";
        Optional<PodCondition> known =
                before.getConditions().stream().filter(c -> c.getType().equals(type)).findFirst();
        var since =
                known.filter(c -> c.getStatus().equals(value))
                        .map(PodCondition::getLastTransitionTime)
                        .orElseGet(() -> StatusView.seconds(now));
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(value)
                .withReason(reason.isEmpty() ? null : reason)
                .withMessage(message.isEmpty() ? null : message)
                .withLastTransitionTime(since)
                .build();
    }
}
