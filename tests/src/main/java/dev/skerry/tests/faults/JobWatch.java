package dev.skerry.tests.faults;

import dev.skerry.api.IngestionJob;
import dev.skerry.tests.cluster.Skerry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Looks at a job, its children and its processes all the time, until closed. */
final class JobWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Skerry skerry;
    private final String namespace;
    private final String name;
    private final History history = new History();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads;
    private int looks;

    JobWatch(Skerry skerry, String namespace, String name) {
        this.skerry = skerry;
        this.namespace = namespace;
        this.name = name;
        this.threads =
                List.of(
                        Thread.ofPlatform().daemon().name("watch-api").start(() -> keep(this::api)),
                        Thread.ofPlatform()
                                .daemon()
                                .name("watch-machine")
                                .start(() -> keep(this::machine)));
    }

    /** What did not hold, each once; empty where all did. */
    synchronized List<String> problems() {
        return history.problems();
    }

    /** How often the API server told. */
    synchronized int looks() {
        return looks;
    }

    private void keep(Runnable look) {
        try {
            while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) look.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void machine() {
        var trainers =
                Machine.trainers(skerry.home()).stream()
                        .map(t -> t.podUid().orElseThrow())
                        .collect(Collectors.toSet());
        add(new Sighting(Optional.empty(), List.of(), List.of(), trainers));
    }

    private void api() {
        try {
            var job =
                    skerry.kubernetes()
                            .resources(IngestionJob.class)
                            .inNamespace(namespace)
                            .withName(name)
                            .get();
            if (job == null) return;
            var client = skerry.kubernetes();
            var jobs =
                    names(
                            () ->
                                    client.batch()
                                            .v1()
                                            .jobs()
                                            .inNamespace(namespace)
                                            .list()
                                            .getItems(),
                            JobWatch::active);
            var pods =
                    names(
                            () -> client.pods().inNamespace(namespace).list().getItems(),
                            JobWatch::active);
            add(new Sighting(Optional.ofNullable(job.getStatus()), jobs, pods, Set.of()));
            synchronized (this) {
                looks++;
            }
        } catch (KubernetesClientException away) {
            // killed for the moment; the next look sees more
        }
    }

    private static <T extends HasMetadata> List<String> names(
            Supplier<List<T>> all, java.util.function.Predicate<T> which) {
        return all.get().stream().filter(which).map(o -> o.getMetadata().getName()).toList();
    }

    private static boolean active(Job job) {
        return job.getStatus() == null
                || job.getStatus().getConditions().stream()
                        .noneMatch(
                                c ->
                                        Set.of("Complete", "Failed").contains(c.getType())
                                                && "True".equals(c.getStatus()));
    }

    private static boolean active(Pod pod) {
        return pod.getStatus() == null
                || !Set.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
    }

    private synchronized void add(Sighting sighting) {
        history.add(sighting);
    }

    @Override
    public void close() {
        closed.countDown();
        for (var thread : threads) {
            try {
                thread.join(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
