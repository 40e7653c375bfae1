package dev.skerry.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;

/**
 * An informer's store that forgets what no decision reads: who manages which field, and what a pod
 * is made of. That is most of an object's memory. What is read from such a cache must never be
 * written back whole.
 */
public final class CompactStore<T extends HasMetadata> extends BasicItemStore<T> {
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
                pod.getSpec().setContainers(List.of());
                pod.getSpec().setInitContainers(List.of());
                pod.getSpec().setVolumes(List.of());
                pod.getSpec().setTolerations(List.of());
                pod.getSpec().setAffinity(null);
            }
            default -> {}
        }
    }
}
