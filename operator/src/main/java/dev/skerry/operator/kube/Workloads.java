package dev.skerry.operator.kube;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kueue's Workloads, read for Jobs that wait in a queue and only where Kueue is installed, in the
 * version that is served there; a namespace at most every five seconds.
 */
@ApplicationScoped
public class Workloads {
    /** The label by which a Job names its queue. */
    public static final String QUEUE = "kueue.x-k8s.io/queue-name";

    private static final String GROUP = "kueue.x-k8s.io";
    private static final String PLURAL = "workloads";
    private static final Duration LASTS = Duration.ofSeconds(5);

    /** What a namespace's Workloads are: none where nobody may read them. */
    private sealed interface Answer {
        record Found(List<Workload> workloads) implements Answer {}

        record NotInstalled() implements Answer {}

        record Unreadable() implements Answer {}
    }

    private final KubernetesClient client;
    private final Cache<String, Answer> recent =
            Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(LASTS).build();

    /** Of Workloads; empty where none is served. */
    private final Cache<String, Optional<String>> versions =
            Caffeine.newBuilder().expireAfterWrite(LASTS).build();

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
            var version = versions.get(PLURAL, plural -> servedVersion());
            return version.isEmpty()
                    ? new Answer.NotInstalled()
                    : new Answer.Found(list(version.get(), namespace));
        } catch (KubernetesClientException e) {
            return new Answer.Unreadable();
        }
    }

    /** The one that the API server prefers of those that have Workloads. */
    private Optional<String> servedVersion() {
        var group = client.getApiGroup(GROUP);
        if (group == null) return Optional.empty();
        return Stream.concat(
                        Stream.ofNullable(group.getPreferredVersion()),
                        group.getVersions().stream())
                .map(GroupVersionForDiscovery::getVersion)
                .distinct()
                .filter(this::hasWorkloads)
                .findFirst();
    }

    private boolean hasWorkloads(String version) {
        var resources = client.getApiResources(GROUP + "/" + version);
        return resources != null
                && resources.getResources().stream().anyMatch(r -> PLURAL.equals(r.getName()));
    }

    private List<Workload> list(String version, String namespace) {
        var workloads =
                new ResourceDefinitionContext.Builder()
                        .withGroup(GROUP)
                        .withVersion(version)
                        .withKind("Workload")
                        .withPlural(PLURAL)
                        .withNamespaced(true)
                        .build();
        return client
                .genericKubernetesResources(workloads)
                .inNamespace(namespace)
                .list()
                .getItems()
                .stream()
                .map(Workload::of)
                .toList();
    }
}
