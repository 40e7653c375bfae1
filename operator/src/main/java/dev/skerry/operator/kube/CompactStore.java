package dev.skerry.operator.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Optional;

/**
 * An informer's store that forgets what no decision reads: who manages which field, and what a pod
 * is made of. That is most of an object's memory. What is read from such a cache must never be
 * written back whole.
 */
public final class CompactStore<T extends HasMetadata> extends BasicItemStore<T> {
    /**
     * Objects in one answer of the API server when a store is filled: as they come they are several
     * times as large as what is kept.
     */
    public static final long PAGE = 200;

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    public CompactStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public T put(String key, T item) {
        compact(item);
        return super.put(key, item);
    }

    private static void compact(HasMetadata item) {
        var metadata = item.getMetadata();
        metadata.setManagedFields(List.of());
        if (metadata.getAnnotations() != null
                && metadata.getAnnotations().containsKey(LAST_APPLIED))
            metadata.getAnnotations().remove(LAST_APPLIED);
        switch (item) {
            case Job job when job.getSpec() != null -> {
                job.getSpec().setTemplate(null);
                job.getSpec().setPodFailurePolicy(null);
            }
            case Pod pod when pod.getSpec() != null -> {
                boolean waits =
                        pod.getStatus() == null || "Pending".equals(pod.getStatus().getPhase());
                pod.getSpec().setContainers(waits ? whatItAsksFor(pod) : List.of());
                pod.getSpec().setInitContainers(List.of());
                pod.getSpec().setVolumes(waits ? secrets(pod) : List.of());
                pod.getSpec().setTolerations(List.of());
                pod.getSpec().setAffinity(null);
            }
            default -> {}
        }
    }

    /** Why a pod does not start is said by its image and its share of a node. */
    private static List<Container> whatItAsksFor(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .map(
                        c ->
                                new ContainerBuilder()
                                        .withName(c.getName())
                                        .withImage(c.getImage())
                                        .withResources(c.getResources())
                                        .build())
                .toList();
    }

    private static List<Volume> secrets(Pod pod) {
        return pod.getSpec().getVolumes().stream().filter(v -> secret(v).isPresent()).toList();
    }

    /** The Secret that a volume shows, alone or beside others. */
    static Optional<String> secret(Volume volume) {
        return Optional.ofNullable(volume.getSecret())
                .map(SecretVolumeSource::getSecretName)
                .or(
                        () ->
                                Optional.ofNullable(volume.getProjected())
                                        .map(ProjectedVolumeSource::getSources)
                                        .orElse(List.of())
                                        .stream()
                                        .filter(source -> source.getSecret() != null)
                                        .map(source -> source.getSecret().getName())
                                        .findFirst());
    }
}
