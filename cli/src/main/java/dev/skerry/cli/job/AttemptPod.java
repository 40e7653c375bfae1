package dev.skerry.cli.job;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod of an attempt at a job; a queue may have given an attempt several.
 *
 * @param created RFC 3339, which sorts by time
 * @param detail why it has not begun, or empty
 */
record AttemptPod(int run, int attempt, String created, String name, Stage stage, String detail) {
    static final String CONTAINER = "trainer";

    /** In the order in which they came to be. */
    static final Comparator<AttemptPod> BY_AGE =
            Comparator.comparingInt(AttemptPod::run)
                    .thenComparingInt(AttemptPod::attempt)
                    .thenComparing(AttemptPod::created)
                    .thenComparing(AttemptPod::name);

    /** How far its program is. */
    enum Stage {
        WAITING,
        RUNNING,
        /** It has ended, or its pod has without it. */
        ENDED
    }

    /** Empty where the labels do not say whose pod it is. */
    static Optional<AttemptPod> of(Pod pod) {
        Map<String, String> labels =
                Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
        String run = labels.getOrDefault("skerry.dev/run", "");
        String attempt = labels.getOrDefault("skerry.dev/attempt", "");
        if (!run.matches("[0-9]{1,9}") || !attempt.matches("[0-9]{1,9}")) return Optional.empty();
        return Optional.of(
                new AttemptPod(
                        Integer.parseInt(run),
                        Integer.parseInt(attempt),
                        pod.getMetadata().getCreationTimestamp(),
                        pod.getMetadata().getName(),
                        stage(pod),
                        detail(pod)));
    }

    private static Stage stage(Pod pod) {
        String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
        if ("Succeeded".equals(phase) || "Failed".equals(phase)) return Stage.ENDED;
        Optional<ContainerState> state = container(pod).map(ContainerStatus::getState);
        if (state.map(ContainerState::getTerminated).isPresent()) return Stage.ENDED;
        return state.map(ContainerState::getRunning).isPresent() ? Stage.RUNNING : Stage.WAITING;
    }

    private static String detail(Pod pod) {
        if (stage(pod) != Stage.WAITING) return "";
        var waiting = container(pod).map(ContainerStatus::getState).map(ContainerState::getWaiting);
        if (waiting.isPresent()) {
            return joined(waiting.get().getReason(), waiting.get().getMessage());
        }
        return conditions(pod).stream()
                .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
                .map(c -> joined(c.getReason(), c.getMessage()))
                .findFirst()
                .orElse("");
    }

    private static String joined(String reason, String message) {
        if (message == null || message.isBlank()) return reason == null ? "" : reason;
        return reason == null ? message : reason + ": " + message;
    }

    private static Optional<ContainerStatus> container(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null
                ? Optional.empty()
                : pod.getStatus().getContainerStatuses().stream()
                        .filter(c -> CONTAINER.equals(c.getName()))
                        .findFirst();
    }

    private static List<PodCondition> conditions(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getConditions() == null
                ? List.of()
                : pod.getStatus().getConditions();
    }

    /** For people, and as kubectl takes it. */
    String title() {
        return "run " + run + ", attempt " + attempt + ", pod/" + name;
    }
}
