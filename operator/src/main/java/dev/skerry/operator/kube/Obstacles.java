package dev.skerry.operator.kube;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Why a pod is not there or does not start, in one plain sentence for each cause. Pure. */
final class Obstacles {
    private static final Set<String> NO_OBSTACLE = Set.of("ContainerCreating", "PodInitializing");
    private static final Set<String> IMAGE =
            Set.of(
                    "ErrImagePull",
                    "ImagePullBackOff",
                    "ErrImageNeverPull",
                    "InvalidImageName",
                    "RegistryUnavailable");
    private static final Pattern MISSING =
            Pattern.compile(
                    "(?i)\\b(secret|configmap|serviceaccount)s? \"([^\"]+)\" (?:is )?not found");
    private static final Pattern MISSING_KEY =
            Pattern.compile("(?i)couldn't find key (\\S+) in (secret|configmap) \\S+/(\\S+)");
    private static final Pattern NO_KEY =
            Pattern.compile("(?i)\\b(secret|configmap) \"([^\"]+)\" has no key \"([^\"]+)\"");
    private static final Pattern VOLUME_KEY =
            Pattern.compile(
                    "volume \"([^\"]+)\".*references non-existent secret key: (\\S+)",
                    Pattern.DOTALL);
    private static final Pattern QUOTA =
            Pattern.compile(
                    "exceeded quota: ([^,]+), requested: (\\S+?), used: (\\S+?), limited: (\\S+)");
    private static final Pattern QUOTA_DEMANDS =
            Pattern.compile("failed quota: ([^:]+): must specify (\\S+)");
    private static final Pattern PRIORITY =
            Pattern.compile("no PriorityClass with name (\\S+) was found");
    private static final Pattern REFUSED = Pattern.compile("pods \"[^\"]*\" is forbidden: (.*)");

    private Obstacles() {}

    /** What the pod's own state says. */
    static Optional<String> of(Pod pod) {
        var status = Optional.ofNullable(pod.getStatus());
        var unscheduled =
                status.map(PodStatus::getConditions).orElse(List.of()).stream()
                        .filter(c -> "PodScheduled".equals(c.getType()))
                        .filter(c -> "False".equals(c.getStatus()))
                        .findFirst();
        if (unscheduled.isPresent()) return Optional.of(unscheduled(pod, unscheduled.get()));
        return status.map(PodStatus::getContainerStatuses).orElse(List.of()).stream()
                .filter(c -> Names.CONTAINER.equals(c.getName()))
                .findFirst()
                .flatMap(c -> waiting(pod, c));
    }

    /** What an event about a pod or about its Job says. */
    static String told(String message, String namespace, Optional<Pod> pod) {
        var missing = missing(message, namespace).or(() -> volumeKey(message, namespace, pod));
        if (missing.isPresent()) return missing.get();
        var quota = QUOTA.matcher(message);
        if (quota.find()) {
            return "quota %s of namespace %s: %s wanted, %s of %s used"
                    .formatted(
                            quota.group(1),
                            namespace,
                            quota.group(2),
                            quota.group(3),
                            quota.group(4));
        }
        var demands = QUOTA_DEMANDS.matcher(message);
        if (demands.find()) {
            return "quota %s of namespace %s demands %s; set it in spec.resources"
                    .formatted(demands.group(1), namespace, demands.group(2));
        }
        var priority = PRIORITY.matcher(message);
        if (priority.find()) return "PriorityClass %s does not exist".formatted(priority.group(1));
        var refused = REFUSED.matcher(message);
        if (refused.find()) return "its pod is refused: " + refused.group(1);
        return "the pod to start: " + message;
    }

    private static String unscheduled(Pod pod, PodCondition condition) {
        if ("SchedulingGated".equals(condition.getReason()))
            return "the scheduling gates of pod " + pod.getMetadata().getName() + " to be removed";
        var nominated = pod.getStatus().getNominatedNodeName();
        if (nominated != null && !nominated.isEmpty())
            return "pods of lower priority to leave node " + nominated;
        return Unschedulable.sentence(condition.getMessage(), pod);
    }

    private static Optional<String> waiting(Pod pod, ContainerStatus container) {
        var waiting =
                Optional.ofNullable(container.getState()).map(s -> s.getWaiting()).orElse(null);
        if (waiting == null
                || waiting.getReason() == null
                || NO_OBSTACLE.contains(waiting.getReason())) return Optional.empty();
        var message = waiting.getMessage() == null ? "" : waiting.getMessage();
        if (IMAGE.contains(waiting.getReason())) return Optional.of(image(pod, waiting, message));
        return missing(message, pod.getMetadata().getNamespace())
                .or(
                        () ->
                                Optional.of(
                                        "the pod to start: "
                                                + waiting.getReason()
                                                + (message.isEmpty() ? "" : ": " + message)));
    }

    private static String image(Pod pod, ContainerStateWaiting waiting, String message) {
        var name =
                pod.getSpec().getContainers().stream()
                        .filter(c -> Names.CONTAINER.equals(c.getName()))
                        .map(c -> c.getImage())
                        .findFirst()
                        .orElse("");
        if ("ErrImageNeverPull".equals(waiting.getReason()))
            return "image " + name + " is not on the node and is never pulled";
        var cause = message.substring(message.lastIndexOf(": ") + 1).strip();
        if (cause.isEmpty() || cause.startsWith("Back-off"))
            return "image " + name + " cannot be pulled";
        boolean denied = message.contains("authoriz") || message.contains("denied");
        return "image %s cannot be pulled: %s%s"
                .formatted(
                        name,
                        cause,
                        denied ? "; name a Secret in spec.scheduling.imagePullSecrets" : "");
    }

    private static Optional<String> missing(String message, String namespace) {
        var absent = MISSING.matcher(message);
        if (absent.find())
            return Optional.of(
                    "%s %s/%s does not exist"
                            .formatted(kind(absent.group(1)), namespace, absent.group(2)));
        var key = MISSING_KEY.matcher(message);
        if (key.find())
            return Optional.of(
                    "%s %s/%s has no key %s"
                            .formatted(kind(key.group(2)), namespace, key.group(3), key.group(1)));
        var no = NO_KEY.matcher(message);
        return no.find()
                ? Optional.of(
                        "%s %s/%s has no key %s"
                                .formatted(kind(no.group(1)), namespace, no.group(2), no.group(3)))
                : Optional.empty();
    }

    /** The kubelet names the volume; only the pod says which Secret that is. */
    private static Optional<String> volumeKey(String message, String namespace, Optional<Pod> pod) {
        var key = VOLUME_KEY.matcher(message);
        if (!key.find() || pod.isEmpty()) return Optional.empty();
        return pod.get().getSpec().getVolumes().stream()
                .filter(v -> key.group(1).equals(v.getName()))
                .findFirst()
                .flatMap(CompactStore::secret)
                .map(
                        secret ->
                                "Secret %s/%s has no key %s"
                                        .formatted(namespace, secret, key.group(2)));
    }

    private static String kind(String lowerCase) {
        return switch (lowerCase.toLowerCase(Locale.ROOT)) {
            case "secret" -> "Secret";
            case "configmap" -> "ConfigMap";
            default -> "ServiceAccount";
        };
    }
}
