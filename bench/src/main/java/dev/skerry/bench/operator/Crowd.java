package dev.skerry.bench.operator;

import dev.skerry.api.IngestionJob;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

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
        var namespace =
                new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
        var account =
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("default")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .build();
        admin.resource(namespace).serverSideApply();
        admin.resource(account).serverSideApply();
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
                    var pod = pod(child);
                    return new Member(name(i), child, pod, token(pod));
                });
    }

    private void apply(int i) {
        var yaml =
                """
                apiVersion: skerry.dev/v1alpha1
                kind: IngestionJob
                metadata: {name: %s}
                spec:
                  repository: {url: "https://git.example.org/team/%1$s.git"}
                """
                        .formatted(name(i));
        admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(NAMESPACE)
                .create();
    }

    private Job child(String name) {
        var jobs = admin.batch().v1().jobs().inNamespace(NAMESPACE).withName(name);
        until("Job " + name, () -> jobs.get() != null);
        return jobs.get();
    }

    private Pod pod(Job job) {
        var template = job.getSpec().getTemplate();
        var owner =
                new OwnerReferenceBuilder()
                        .withApiVersion("batch/v1")
                        .withKind("Job")
                        .withName(job.getMetadata().getName())
                        .withUid(job.getMetadata().getUid())
                        .withController(true)
                        .build();
        var created =
                admin.resource(
                                new PodBuilder()
                                        .withNewMetadata()
                                        .withName(job.getMetadata().getName() + "-pod")
                                        .withNamespace(NAMESPACE)
                                        .withLabels(template.getMetadata().getLabels())
                                        .withOwnerReferences(owner)
                                        .endMetadata()
                                        .withSpec(template.getSpec())
                                        .build())
                        .create();
        var state = new ContainerStateBuilder().withNewRunning(now()).build();
        var status =
                new PodStatusBuilder()
                        .withPhase("Running")
                        .addNewContainerStatus()
                        .withName("trainer")
                        .withImage("x")
                        .withImageID("x")
                        .withReady(true)
                        .withRestartCount(0)
                        .withState(state)
                        .endContainerStatus()
                        .build();
        return admin.resource(new PodBuilder(created).withStatus(status).build()).updateStatus();
    }

    private String token(Pod pod) {
        var request =
                new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences("skerry")
                        .withExpirationSeconds(7200L)
                        .withNewBoundObjectRef(
                                "v1",
                                "Pod",
                                pod.getMetadata().getName(),
                                pod.getMetadata().getUid())
                        .endSpec()
                        .build();
        return admin.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName("default")
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    /**
     * Ends every pod and Job well, then waits until the operator calls all jobs Succeeded and has
     * nothing left to remove behind them.
     */
    void succeed(List<Member> members) throws InterruptedException {
        each(i -> end(members.get(i)));
        until("all jobs Succeeded", LIST_EVERY, () -> jobs().stream().allMatch(Crowd::settled));
    }

    private Job end(Member member) {
        var state =
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(0)
                        .withReason("Completed")
                        .withStartedAt(now())
                        .withFinishedAt(now())
                        .endTerminated()
                        .build();
        var pod =
                new PodStatusBuilder()
                        .withPhase("Succeeded")
                        .addNewContainerStatus()
                        .withName("trainer")
                        .withImage("x")
                        .withImageID("x")
                        .withReady(false)
                        .withRestartCount(0)
                        .withState(state)
                        .endContainerStatus()
                        .build();
        admin.resource(new PodBuilder(member.pod()).withStatus(pod).build()).updateStatus();
        var status =
                new JobStatusBuilder()
                        .withStartTime(now())
                        .withCompletionTime(now())
                        .withSucceeded(1);
        for (var type : List.of("SuccessCriteriaMet", "Complete")) {
            status.addToConditions(
                    new JobConditionBuilder()
                            .withType(type)
                            .withStatus("True")
                            .withReason("CompletionsReached")
                            .withMessage("done")
                            .withLastTransitionTime(now())
                            .withLastProbeTime(now())
                            .build());
        }
        return admin.batch()
                .v1()
                .jobs()
                .inNamespace(NAMESPACE)
                .withName(member.child().getMetadata().getName())
                .editStatus(
                        job -> {
                            job.setStatus(status.build());
                            return job;
                        });
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

    static void until(String what, BooleanSupplier condition) {
        until(what, POLL_EVERY, condition);
    }

    private static void until(String what, Duration every, BooleanSupplier condition) {
        var limit = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit)
                throw new IllegalStateException("not within " + PATIENCE + ": " + what);
            try {
                Thread.sleep(every);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
