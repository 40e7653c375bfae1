package dev.skerry.operator.job;

import dev.skerry.operator.job.decide.Question;
import dev.skerry.operator.job.decide.Question.Looked;
import dev.skerry.operator.kube.ChildObjects;
import dev.skerry.operator.kube.Refusals;
import dev.skerry.operator.kube.Sightings;
import dev.skerry.operator.kube.Warnings;
import dev.skerry.operator.kube.Workloads;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import dev.skerry.operator.storage.Buckets;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Asks what deciding wants to know: servers outside the cluster, and the API server itself. */
@ApplicationScoped
class JobAsker {
    private static final EventLog LOG = EventLog.of(JobAsker.class);

    private final ChildObjects objects;
    private final Buckets buckets;
    private final Warnings warnings;
    private final Workloads workloads;

    JobAsker(ChildObjects objects, Buckets buckets, Warnings warnings, Workloads workloads) {
        this.objects = objects;
        this.buckets = buckets;
        this.warnings = warnings;
        this.workloads = workloads;
    }

    <P extends HasMetadata> Map<Question<?>, Object> ask(
            Set<Question<?>> questions, JobChildren<P> children, KindServers<P> servers) {
        var answers = new HashMap<Question<?>, Object>();
        for (var question : questions) answers.put(question, answer(question, children, servers));
        return answers;
    }

    private <P extends HasMetadata> Object answer(
            Question<?> question, JobChildren<P> children, KindServers<P> servers) {
        var job = children.job().getMetadata();
        return switch (question) {
            case Question.JobNow q ->
                    looked(
                            children.job(),
                            () ->
                                    objects.job(job.getNamespace(), q.name())
                                            .flatMap(j -> Sightings.job(j, job.getUid())));
            case Question.PodNow q ->
                    looked(
                            children.job(),
                            () -> objects.pod(job.getNamespace(), q.name()).map(Sightings::pod));
            case Question.Obstacle q -> obstacle(q, children);
            case Question.LeftReport q ->
                    buckets.leftResult(q.bucket(), job.getNamespace(), job.getUid(), q.podUid());
            case Question.BucketNow q -> buckets.state(q.bucket());
            case Question.NewestCheckpoint q ->
                    buckets.newestCheckpoint(q.bucket(), job.getNamespace(), job.getUid(), q.run());
            case Question.StoredNow q ->
                    buckets.leftovers(q.bucket(), job.getNamespace(), job.getUid());
            default -> servers.answer(question, children.job(), children.context());
        };
    }

    private static <V> Looked<V> looked(HasMetadata job, Supplier<Optional<V>> ask) {
        try {
            return new Looked.Known<>(ask.get());
        } catch (KubernetesClientException e) {
            var message = Refusals.sentence(e);
            LOG.write(
                    LogEvent.QUESTION_UNANSWERED,
                    job.getKind(),
                    job.getMetadata().getNamespace(),
                    job.getMetadata().getName(),
                    message);
            return new Looked.Away<>(message);
        }
    }

    private Optional<String> obstacle(Question.Obstacle question, JobChildren<?> children) {
        var job = children.named(question.job());
        if (question.pod().isPresent())
            return question.pod().flatMap(children::pod).flatMap(warnings::about);
        return job.flatMap(
                j ->
                        Boolean.TRUE.equals(j.getSpec().getSuspend())
                                ? workloads.waitingFor(j)
                                : warnings.about(j));
    }
}
