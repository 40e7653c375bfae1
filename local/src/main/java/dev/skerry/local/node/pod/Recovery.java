package dev.skerry.local.node.pod;

import dev.skerry.local.node.state.ContainerRecord;
import dev.skerry.local.node.state.ContainerRecord.Kind;
import dev.skerry.local.node.state.PodRecord;
import dev.skerry.local.node.state.RunState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a node that starts makes of a pod it, or its predecessor, ran before. Pure. */
final class Recovery {
    static final String UNKNOWN = "ContainerStatusUnknown";
    static final String LOST =
            "The container could not be located when the node started; its end was not seen";
    private static final int KILLED = 137;

    private Recovery() {}

    /** A pod never seen here; what its status says of earlier runs is believed. */
    static PodRecord fromApi(Pod pod, String ip, Instant now) {
        var containers = new ArrayList<ContainerRecord>();
        var status = pod.getStatus();
        for (var init : pod.getSpec().getInitContainers()) {
            var kind = "Always".equals(init.getRestartPolicy()) ? Kind.SIDECAR : Kind.INIT;
            containers.add(
                    container(
                            init,
                            kind,
                            status == null ? List.of() : status.getInitContainerStatuses(),
                            now));
        }
        for (var main : pod.getSpec().getContainers()) {
            containers.add(
                    container(
                            main,
                            Kind.MAIN,
                            status == null ? List.of() : status.getContainerStatuses(),
                            now));
        }
        var metadata = pod.getMetadata();
        var phase =
                status != null
                                && (PodRecord.SUCCEEDED.equals(status.getPhase())
                                        || PodRecord.FAILED.equals(status.getPhase()))
                        ? status.getPhase()
                        : "";
        return new PodRecord(
                metadata.getUid(),
                metadata.getNamespace(),
                metadata.getName(),
                ip,
                now,
                phase,
                phase.isEmpty() ? "" : Objects.requireNonNullElse(status.getReason(), ""),
                phase.isEmpty() ? "" : Objects.requireNonNullElse(status.getMessage(), ""),
                false,
                containers);
    }

    /** No process of before is left: what ran is lost, and the restart policy says what follows. */
    static PodRecord recover(PodRecord record, PodPlan.RestartPolicy policy, Instant now) {
        if (record.isOver()) return record;
        boolean lost = record.containers().stream().anyMatch(ContainerRecord::isRunning);
        if (!lost) return record;
        var marked =
                record.updateAll(
                        c ->
                                c.state() instanceof RunState.Running run
                                        ? c.ended(lostEnd(run.startedAt(), now))
                                        : c);
        if (policy != PodPlan.RestartPolicy.NEVER) return marked;
        return marked.over(
                PodRecord.FAILED,
                "Terminated",
                "The node stopped while the pod ran; its processes are gone.",
                true);
    }

    private static RunState.Ended lostEnd(Instant startedAt, Instant now) {
        return new RunState.Ended(startedAt, now, KILLED, 0, UNKNOWN, LOST);
    }

    private static ContainerRecord container(
            Container spec, Kind kind, List<ContainerStatus> statuses, Instant now) {
        var fresh = ContainerRecord.fresh(spec.getName(), kind);
        return statuses.stream()
                .filter(s -> s.getName().equals(spec.getName()))
                .findFirst()
                .map(
                        s -> {
                            int restarts = Objects.requireNonNullElse(s.getRestartCount(), 0);
                            return new ContainerRecord(
                                    spec.getName(),
                                    kind,
                                    restarts,
                                    Math.min(restarts, 1),
                                    state(s.getState(), fresh.state(), now),
                                    state(s.getLastState(), fresh.previous(), now));
                        })
                .orElse(fresh);
    }

    private static RunState state(ContainerState state, RunState otherwise, Instant now) {
        if (state == null) return otherwise;
        if (state.getRunning() != null) {
            return new RunState.Running(time(state.getRunning().getStartedAt(), now), 0, 0);
        }
        if (state.getTerminated() != null) {
            var end = state.getTerminated();
            return new RunState.Ended(
                    time(end.getStartedAt(), now),
                    time(end.getFinishedAt(), now),
                    Objects.requireNonNullElse(end.getExitCode(), KILLED),
                    Objects.requireNonNullElse(end.getSignal(), 0),
                    Objects.requireNonNullElse(end.getReason(), ""),
                    Objects.requireNonNullElse(end.getMessage(), ""));
        }
        return otherwise;
    }

    private static Instant time(String text, Instant otherwise) {
        return text == null ? otherwise : Instant.parse(text);
    }
}
