package dev.skerry.bench.operator;

import dev.skerry.api.IngestionJob;
import dev.skerry.local.played.PlayedNamespace;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;

/**
 * Many IngestionJobs of one namespace, and what the Job controller and a node would do with them.
 */
final class Crowd {
    static final String NAMESPACE = "crowd";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL_EVERY = Duration.ofMillis(50);

    /** A list of a thousand jobs is work for the API server that is measured. */
    private static final Duration LIST_EVERY = Duration.ofSeconds(2);

    private static final int AT_ONCE = 24;

    private final KubernetesClient admin;
    private final int size;
    private final PlayedNamespace played;

    /**
     * @param token as the node would mount it
     */
    record Member(String name, Job child, Pod pod, String token) {
        String podUid() {
            return pod.getMetadata().getUid();
        }
    }

    Crowd(KubernetesClient admin, int size) {
        this.admin = admin;
        this.size = size;
        this.played = new PlayedNamespace(admin, NAMESPACE);
    }

    static String name(int i) {
        return "job-%04d".formatted(i);
    }

    /** Applies all jobs and returns when each has its child and a running pod. */
    List<Member> running() throws InterruptedException {
        each(
                i -> {
                    apply(i);
                    return name(i);
                });
        return each(
                i -> {
                    var child = child(name(i) + "-ij-r1-a1");
                    var pod = played.runningPod(child);
                    return new Member(name(i), child, pod, played.token(pod, "skerry"));
                });
    }

    private void apply(int i) {
        played.apply(
                """
                apiVersion: skerry.dev/v1alpha1
                kind: IngestionJob
                metadata: {name: %s}
                spec:
                  repository: {url: "https://git.example.org/team/%1$s.git"}
                """
                        .formatted(name(i)));
    }

    private Job child(String name) {
        until("Job " + name, () -> played.job(name) != null);
        return played.job(name);
    }

    /** All jobs as after a run that went well: result reported, pod and Job ended, nothing left. */
    void finished(Reports reports) throws InterruptedException {
        succeed(running(), reports);
    }

    /**
     * Reports every result and ends every pod and Job well, then waits until the operator calls all
     * jobs Succeeded and has nothing left to remove behind them.
     */
    void succeed(List<Member> members, Reports reports) throws InterruptedException {
        each(
                i -> {
                    var member = members.get(i);
                    reports.untilAccepted(member, Reports.result(1, member));
                    played.ended(member.pod(), 0, "");
                    played.finish(member.child(), true, "done");
                    return member;
                });
        until(
                "all jobs Succeeded",
                LIST_EVERY,
                () -> jobs().stream().filter(Crowd::settled).count() == size);
    }

    List<IngestionJob> jobs() {
        return admin.resources(IngestionJob.class)
                .inNamespace(NAMESPACE)
                .list(new ListOptionsBuilder().withResourceVersion("0").build())
                .getItems();
    }

    private static boolean settled(IngestionJob job) {
        return job.getStatus() != null
                && "Succeeded".equals(job.getStatus().phase())
                && job.getStatus().leftovers() == null;
    }

    /** One call per member, some at a time; the first failure ends it. */
    <T> List<T> each(IntFunction<T> call) throws InterruptedException {
        var permits = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < size; i++) {
                int member = i;
                permits.acquire();
                futures.add(
                        threads.submit(
                                () -> {
                                    try {
                                        return call.apply(member);
                                    } finally {
                                        permits.release();
                                    }
                                }));
            }
            var results = new ArrayList<T>();
            for (var future : futures) results.add(future.get());
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    static void until(String what, Callable<Boolean> condition) {
        until(what, POLL_EVERY, condition);
    }

    private static void until(String what, Duration every, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(PATIENCE).pollInterval(every).until(condition);
    }
}
