package dev.skerry.operator.job;

import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.job.decide.KindNames;
import dev.skerry.operator.kube.ChildObjects;
import dev.skerry.operator.kube.Sightings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jobs and pods of a job as the caches have them.
 *
 * @param objects Jobs that carry the name of one of its attempts, whoever owns them
 */
record JobChildren<P extends HasMetadata>(P job, List<Job> objects, Context<P> context) {

    static <P extends HasMetadata> JobChildren<P> of(P job, KindNames names, Context<P> context) {
        var objects =
                context.getSecondaryResourcesAsStream(Job.class)
                        .filter(
                                j ->
                                        names.isChild(
                                                job.getMetadata().getName(),
                                                j.getMetadata().getName()))
                        .toList();
        return new JobChildren<>(job, objects, context);
    }

    List<ChildJob> seen() {
        return objects.stream()
                .flatMap(j -> Sightings.job(j, job.getMetadata().getUid()).stream())
                .toList();
    }

    Optional<Job> named(String name) {
        return objects.stream().filter(j -> name.equals(j.getMetadata().getName())).findFirst();
    }

    /**
     * By the uid of their Jobs. Only the newest pod of a Job counts; one that was evicted and still
     * writes is a stranger.
     */
    Map<String, ChildPod> newestPods() {
        return context.getSecondaryResourcesAsStream(Pod.class)
                .flatMap(
                        p ->
                                ChildObjects.ownerJob(p)
                                        .map(job -> Map.entry(job.getUid(), p))
                                        .stream())
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        pods ->
                                                Sightings.pod(
                                                        newest(
                                                                        pods.stream()
                                                                                .map(
                                                                                        Map.Entry
                                                                                                ::getValue))
                                                                .orElseThrow()))));
    }

    Optional<Pod> pod(String name) {
        return context.getSecondaryResourcesAsStream(Pod.class)
                .filter(p -> name.equals(p.getMetadata().getName()))
                .findFirst();
    }

    static Optional<Pod> newest(Stream<Pod> pods) {
        return pods.max(
                Comparator.comparing((Pod p) -> p.getMetadata().getCreationTimestamp())
                        .thenComparing(p -> p.getMetadata().getUid()));
    }
}
