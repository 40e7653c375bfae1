package dev.skerry.operator.kube;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the cluster says in events alone: a Job whose pod is refused, a pod whose volume cannot be
 * mounted. Asked only for a pod that should be running and is not, at most every ten seconds each.
 */
@ApplicationScoped
public class Warnings {
    private static final EventLog LOG = EventLog.of(Warnings.class);
    private static final Set<String> REASONS =
            Set.of("FailedCreate", "FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox");

    private final KubernetesClient client;
    private final Cache<String, Optional<String>> recent =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofSeconds(10))
                    .build();

    Warnings(KubernetesClient client) {
        this.client = client;
    }

    /** The newest obstacle told of a pod, or of the Job that should have one. */
    public Optional<String> about(HasMetadata child) {
        return recent.get(child.getMetadata().getUid(), uid -> ask(child));
    }

    private Optional<String> ask(HasMetadata child) {
        var namespace = child.getMetadata().getNamespace();
        var options =
                new ListOptionsBuilder()
                        .withFieldSelector(
                                "type=Warning,involvedObject.uid=" + child.getMetadata().getUid())
                        .withLimit(50L)
                        .build();
        try {
            return client.v1().events().inNamespace(namespace).list(options).getItems().stream()
                    .filter(e -> REASONS.contains(e.getReason()) && e.getMessage() != null)
                    .max(Comparator.comparing(Warnings::when))
                    .map(
                            e ->
                                    Obstacles.told(
                                            e.getMessage(),
                                            namespace,
                                            child instanceof Pod pod
                                                    ? Optional.of(pod)
                                                    : Optional.empty()));
        } catch (KubernetesClientException e) {
            LOG.write(LogEvent.EVENTS_UNREAD, namespace, e.getCode());
            return Optional.empty();
        }
    }

    private static String when(Event event) {
        return Stream.of(
                        event.getLastTimestamp(),
                        event.getEventTime() == null ? null : event.getEventTime().getTime(),
                        event.getMetadata().getCreationTimestamp())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }
}
