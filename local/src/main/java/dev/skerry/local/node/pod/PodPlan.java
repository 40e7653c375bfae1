package dev.skerry.local.node.pod;

import dev.skerry.local.node.state.ContainerRecord;
import dev.skerry.local.node.state.ContainerRecord.Kind;
import dev.skerry.local.node.state.PodRecord;
import dev.skerry.local.node.state.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a pod needs next. Pure: no process, no client, no clock. */
final class PodPlan {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

    /** When a container that ended is started again. */
    enum RestartPolicy {
        ALWAYS,
        ON_FAILURE,
        NEVER;

        static RestartPolicy of(String name) {
            return switch (name) {
                case "Never" -> NEVER;
                case "OnFailure" -> ON_FAILURE;
                default -> ALWAYS;
            };
        }

        boolean restarts(RunState.Ended end) {
            return switch (this) {
                case ALWAYS -> true;
                case ON_FAILURE -> !end.succeeded();
                case NEVER -> false;
            };
        }
    }

    /** One thing to do. */
    sealed interface Step {
        record Start(String container) implements Step {}

        record BackOff(String container, Duration delay, Instant until) implements Step {}

        record StopSidecars() implements Step {}

        record Finish(String phase) implements Step {}
    }

    private PodPlan() {}

    static List<Step> decide(PodRecord pod, RestartPolicy policy, Instant now) {
        if (pod.isOver()) return List.of();
        var steps = new ArrayList<Step>();
        boolean started = pod.containers().stream().anyMatch(PodPlan::isStartedMain);
        for (var container : pod.containers()) {
            if (container.kind() == Kind.MAIN) continue;
            var done =
                    container.kind() == Kind.SIDECAR
                            ? sidecar(container, started, now, steps)
                            : init(container, policy, now, steps);
            if (!done) return List.copyOf(steps);
        }
        mains(pod, policy, now, steps);
        return List.copyOf(steps);
    }

    /** Every init container has ended well and every sidecar was started. */
    static boolean isInitialized(PodRecord pod) {
        return pod.containers().stream()
                .allMatch(
                        c ->
                                switch (c.kind()) {
                                    case MAIN -> true;
                                    case SIDECAR -> c.everStarted();
                                    case INIT ->
                                            c.lastEnd()
                                                    .map(RunState.Ended::succeeded)
                                                    .orElse(false);
                                });
    }

    /** None after the first end, then 10 s doubled each time up to 5 min, as the kubelet does. */
    static Duration backOff(int crashes) {
        if (crashes <= 1) return Duration.ZERO;
        var doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(crashes - 2, 10));
        return doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    }

    private static boolean isStartedMain(ContainerRecord container) {
        return container.kind() == Kind.MAIN && container.everStarted();
    }

    private static boolean init(
            ContainerRecord container, RestartPolicy policy, Instant now, List<Step> steps) {
        if (container.isRunning()) return false;
        var end = container.lastEnd();
        if (end.isEmpty()) {
            steps.add(new Step.Start(container.name()));
            return false;
        }
        if (end.get().succeeded()) return true;
        if (policy == RestartPolicy.NEVER) steps.add(new Step.Finish(PodRecord.FAILED));
        else restart(container, end.get(), now, steps);
        return false;
    }

    private static boolean sidecar(
            ContainerRecord container, boolean mainsStarted, Instant now, List<Step> steps) {
        if (container.isRunning()) return true;
        container
                .lastEnd()
                .ifPresentOrElse(
                        end -> restart(container, end, now, steps),
                        () -> steps.add(new Step.Start(container.name())));
        return mainsStarted;
    }

    private static void mains(PodRecord pod, RestartPolicy policy, Instant now, List<Step> steps) {
        boolean over = true;
        boolean failed = false;
        for (var container : pod.containers()) {
            if (container.kind() != Kind.MAIN) continue;
            var end = container.lastEnd();
            if (end.isPresent() && !policy.restarts(end.get())) {
                failed |= !end.get().succeeded();
                continue;
            }
            over = false;
            if (container.isRunning()) continue;
            if (end.isPresent()) restart(container, end.get(), now, steps);
            else steps.add(new Step.Start(container.name()));
        }
        if (!over) return;
        steps.clear();
        boolean sidecars =
                pod.containers().stream().anyMatch(c -> c.kind() == Kind.SIDECAR && c.isRunning());
        steps.add(
                sidecars
                        ? new Step.StopSidecars()
                        : new Step.Finish(failed ? PodRecord.FAILED : PodRecord.SUCCEEDED));
    }

    private static void restart(
            ContainerRecord container, RunState.Ended end, Instant now, List<Step> steps) {
        var delay = backOff(container.crashes());
        var until = end.finishedAt().plus(delay);
        steps.add(
                now.isBefore(until)
                        ? new Step.BackOff(container.name(), delay, until)
                        : new Step.Start(container.name()));
    }
}
