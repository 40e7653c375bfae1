package dev.skerry.operator.kube;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Kueue's Workloads, read for Jobs that wait in a queue and only where Kueue is installed; a
 * namespace at most every five seconds.
 */
@ApplicationScoped
public class Workloads {
    /** The label by which a Job names its queue. */
    public static final String QUEUE = "kueue.x-k8s.io/queue-name";

    private static final ResourceDefinitionContext WORKLOADS =
            new ResourceDefinitionContext.Builder()
                    .withGroup("kueue.x-k8s.io")
                    .withVersion("v1beta1")
                    .withKind("Workload")
                    .withPlural("workloads")
                    .withNamespaced(true)
                    .build();

    /** What a namespace's Workloads are: none where nobody may read them. */
    private sealed interface Answer {
        record Found(List<Workload> workloads) implements Answer {}

        record NotInstalled() implements Answer {}

        record Unreadable() implements Answer {}
    }

    private final KubernetesClient client;
    private final Cache<String, Answer> recent =
            Caffeine.newBuilder()
                    .maximumSize(1_000)
                    .expireAfterWrite(Duration.ofSeconds(5))
                    .build();

    Workloads(KubernetesClient client) {
        this.client = client;
    }

    /** What a suspended Job with a queue waits for; empty where Kueue has nothing against it. */
    public Optional<String> waitingFor(Job job) {
        var queue = job.getMetadata().getLabels().getOrDefault(QUEUE, "");
        var name = job.getMetadata().getName();
        return switch (recent.get(job.getMetadata().getNamespace(), this::ask)) {
            case Answer.NotInstalled n ->
                    Optional.of(
                            "queue %s to admit Job %s, but Kueue is not installed here"
                                    .formatted(queue, name));
            case Answer.Unreadable u ->
                    Optional.of("queue %s to admit Job %s".formatted(queue, name));
            case Answer.Found found ->
                    found.workloads().stream()
                            .filter(w -> w.jobUid().equals(job.getMetadata().getUid()))
                            .findFirst()
                            .map(w -> w.waitingFor(found.workloads()))
                            .orElseGet(
                                    () ->
                                            Optional.of(
                                                    "Kueue to take up Job %s for queue %s"
                                                            .formatted(name, queue)));
        };
    }

    private Answer ask(String namespace) {
        try {
            return new Answer.Found(
                    client
                            .genericKubernetesResources(WORKLOADS)
                            .inNamespace(namespace)
                            .list()
                            .getItems()
                            .stream()
                            .map(Workload::of)
                            .toList());
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                    ? new Answer.NotInstalled()
                    : new Answer.Unreadable();
        }
    }
}
