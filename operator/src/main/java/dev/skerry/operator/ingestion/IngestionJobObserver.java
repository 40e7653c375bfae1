package dev.skerry.operator.ingestion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.Attempt;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.api.wire.Report;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.kube.Children;
import dev.skerry.operator.kube.Names;
import dev.skerry.operator.kube.Sightings;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.report.ReportIntake;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.Buckets;
import dev.skerry.operator.storage.LeftResult;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.vectors.Collections;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks at everything an IngestionJob depends on. Asks servers outside Kubernetes only where the
 * answer matters now.
 */
@ApplicationScoped
class IngestionJobObserver {
    private final Children children;
    private final Buckets buckets;
    private final Collections collections;
    private final ReportIntake reports;
    private final IngestionJobSettings settings;
    private final ActionFaults faults;
    private final ObjectMapper json = new ObjectMapper();

    IngestionJobObserver(
            Children children,
            Buckets buckets,
            Collections collections,
            ReportIntake reports,
            IngestionJobSettings settings,
            ActionFaults faults) {
        this.children = children;
        this.buckets = buckets;
        this.collections = collections;
        this.reports = reports;
        this.settings = settings;
        this.faults = faults;
    }

    IngestionJobObservation observe(IngestionJob job, Context<IngestionJob> context) {
        var now = Clock.systemUTC().instant();
        var uid = job.getMetadata().getUid();
        var status = Optional.ofNullable(job.getStatus());
        var attempts = status.map(IngestionJobStatus::attempts).orElse(List.of());
        var open =
                attempts.isEmpty()
                        ? Optional.<Attempt>empty()
                        : Optional.of(attempts.getLast()).filter(a -> a.endedAt() == null);
        var jobs =
                new ArrayList<>(
                        context.getSecondaryResourcesAsStream(Job.class)
                                .flatMap(j -> Sightings.job(j, uid).stream())
                                .filter(j -> j.name().equals(child(job, j.run(), j.attempt())))
                                .toList());
        open.ifPresent(a -> addPastTheCache(job, a, jobs));
        var current =
                open.flatMap(
                        a ->
                                jobs.stream()
                                        .filter(
                                                j ->
                                                        j.name()
                                                                .equals(
                                                                        child(
                                                                                job,
                                                                                a.run(),
                                                                                a.number())))
                                        .findFirst());
        var pod = current.flatMap(j -> newestPod(job, j, context));
        var podUid = pod.map(ChildPod::uid).or(() -> open.map(Attempt::podUid));
        var heard = reports.heard(uid).filter(h -> podUid.filter(h.podUid()::equals).isPresent());
        boolean finished = status.map(IngestionJobStatus::finishedAt).isPresent();
        boolean starting = open.isEmpty() && job.getMetadata().getDeletionTimestamp() == null;
        var result = status.map(IngestionJobStatus::result);
        boolean needsResult =
                current.filter(j -> j.state() == ChildJob.State.COMPLETE).isPresent()
                        && result.map(IngestionResult::runId)
                                .filter(id -> podUid.filter(id::endsWith).isPresent())
                                .isEmpty()
                        && heard.map(ReportHistory::latest).map(Report::result).isEmpty();
        return new IngestionJobObservation(
                now,
                faults.of(uid),
                List.copyOf(jobs),
                pod,
                heard,
                reports.released(uid).filter(h -> podUid.filter(h.podUid()::equals).isPresent()),
                needsResult ? left(job, pod, podUid) : new LeftResult.None(),
                starting && !finished ? olderClaim(job, context) : Optional.empty(),
                starting && !finished
                        ? buckets.state(
                                IngestionJobResources.bucket(
                                        job.getSpec(), settings.policy().bucket()))
                        : new BucketState.NotAsked(),
                starting && !finished
                        ? collections.state(
                                collection(job),
                                job.getMetadata().getNamespace(),
                                job.getMetadata().getName(),
                                result.map(IngestionResult::runId))
                        : new CollectionState.NotAsked());
    }

    void forget(IngestionJob job) {
        reports.forget(job.getMetadata().getUid());
        faults.cleared(job.getMetadata().getUid());
    }

    /**
     * A Job that the cache does not show may be new, gone or somebody else's; only the API server
     * knows.
     */
    private void addPastTheCache(IngestionJob job, Attempt attempt, List<ChildJob> jobs) {
        var name = child(job, attempt.run(), attempt.number());
        if (jobs.stream().anyMatch(j -> j.name().equals(name))) return;
        children.job(job.getMetadata().getNamespace(), name)
                .flatMap(j -> Sightings.job(j, job.getMetadata().getUid()))
                .ifPresent(jobs::add);
    }

    /**
     * The pod's cache may lag behind the Job's: where the Job is over and the pod is not, the API
     * server is asked.
     */
    private Optional<ChildPod> newestPod(
            IngestionJob job, ChildJob child, Context<IngestionJob> context) {
        var cached =
                context.getSecondaryResourcesAsStream(Pod.class)
                        .filter(
                                p ->
                                        p.getMetadata().getOwnerReferences().stream()
                                                .anyMatch(
                                                        o ->
                                                                Boolean.TRUE.equals(
                                                                                o.getController())
                                                                        && child.uid()
                                                                                .equals(
                                                                                        o
                                                                                                .getUid())))
                        .max(
                                Comparator.comparing(
                                                (Pod p) -> p.getMetadata().getCreationTimestamp())
                                        .thenComparing(p -> p.getMetadata().getUid()))
                        .map(Sightings::pod);
        if (child.state() == ChildJob.State.ACTIVE || cached.isEmpty() || cached.get().finished())
            return cached;
        return children.pod(job.getMetadata().getNamespace(), cached.get().name())
                .map(Sightings::pod)
                .filter(p -> p.uid().equals(cached.get().uid()))
                .or(() -> cached);
    }

    private static String child(IngestionJob job, int run, int attempt) {
        return Names.child(job.getMetadata().getName(), IngestionJobResources.SHORT, run, attempt);
    }

    private LeftResult left(IngestionJob job, Optional<ChildPod> pod, Optional<String> podUid) {
        var said = pod.flatMap(ChildPod::terminationMessage).flatMap(this::resultIn);
        if (said.isPresent()) return new LeftResult.Found(podUid.orElseThrow(), said.get());
        if (podUid.isEmpty()) return new LeftResult.None();
        var bucket = IngestionJobResources.bucket(job.getSpec(), settings.policy().bucket());
        return buckets.leftResult(
                bucket, job.getMetadata().getNamespace(), job.getMetadata().getUid(), podUid.get());
    }

    private Optional<IngestionResult> resultIn(String terminationMessage) {
        try {
            return Optional.ofNullable(json.readValue(terminationMessage, Report.class))
                    .map(Report::result);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> olderClaim(IngestionJob job, Context<IngestionJob> context) {
        var age =
                Comparator.comparing((IngestionJob j) -> j.getMetadata().getCreationTimestamp())
                        .thenComparing(j -> j.getMetadata().getUid());
        return context.getPrimaryCache()
                .list(
                        job.getMetadata().getNamespace(),
                        other ->
                                !other.getMetadata().getUid().equals(job.getMetadata().getUid())
                                        && other.getMetadata().getDeletionTimestamp() == null
                                        && other.getSpec() != null
                                        && other.getSpec().repository() != null
                                        && job.getSpec()
                                                .repository()
                                                .url()
                                                .equals(other.getSpec().repository().url())
                                        && collection(job).equals(collection(other)))
                .filter(other -> age.compare(other, job) < 0)
                .min(age)
                .map(other -> other.getMetadata().getName());
    }

    private static String collection(IngestionJob job) {
        return IngestionJobSubject.collection(job.getMetadata().getNamespace(), job.getSpec());
    }
}
