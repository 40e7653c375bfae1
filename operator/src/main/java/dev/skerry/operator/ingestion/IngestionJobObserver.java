package dev.skerry.operator.ingestion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.Attempt;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.api.wire.Report;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.attempt.Classification;
import dev.skerry.operator.kube.ChildObjects;
import dev.skerry.operator.kube.Names;
import dev.skerry.operator.kube.Sightings;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.report.ReportIntake;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.storage.Buckets;
import dev.skerry.operator.storage.LeftResult;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
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
    private final ChildObjects children;
    private final Buckets buckets;
    private final IngestionStores stores;
    private final IngestionObstacles obstacles;
    private final ReportIntake reports;
    private final IngestionJobSettings settings;
    private final ActionFaults faults;
    private final ObjectMapper json = new ObjectMapper();

    IngestionJobObserver(
            ChildObjects children,
            Buckets buckets,
            IngestionStores stores,
            IngestionObstacles obstacles,
            ReportIntake reports,
            IngestionJobSettings settings,
            ActionFaults faults) {
        this.children = children;
        this.buckets = buckets;
        this.stores = stores;
        this.obstacles = obstacles;
        this.reports = reports;
        this.settings = settings;
        this.faults = faults;
    }

    /**
     * @param mayStart whether the spec has no fault
     * @throws io.fabric8.kubernetes.client.KubernetesClientException where the API server is asked
     *     and does not answer
     */
    IngestionJobObservation observe(
            IngestionJob job, Context<IngestionJob> context, boolean mayStart) {
        var now = Clock.systemUTC().instant();
        var uid = job.getMetadata().getUid();
        var shown = reports.pickUp(uid);
        var status = Optional.ofNullable(job.getStatus());
        var recorded =
                AttemptLog.of(status.map(IngestionJobStatus::attempts).orElse(null), null, null);
        var objects =
                new ArrayList<>(
                        context.getSecondaryResourcesAsStream(Job.class)
                                .filter(j -> isChild(job, j.getMetadata().getName()))
                                .toList());
        var attempts = IngestionAttempts.known(recorded, sightings(objects, uid), now);
        var open = attempts.open();
        open.ifPresent(a -> addPastTheCache(job, a, objects));
        var jobs = sightings(objects, uid);
        var current =
                open.flatMap(
                        a -> jobs.stream().filter(j -> j.name().equals(child(job, a))).findFirst());
        var podObject = open.flatMap(a -> newestPod(job, a, current, context));
        var pod = podObject.map(Sightings::pod);
        var podUid = pod.map(ChildPod::uid).or(() -> open.map(Attempt::podUid));
        var heard = reports.heard(uid).filter(h -> podUid.filter(h.podUid()::equals).isPresent());
        var outside = stores.look(job, attempts, mayStart, now);
        var result = status.map(IngestionJobStatus::result);
        boolean needsResult =
                open.filter(a -> mayHaveLeftAResult(a, current, pod)).isPresent()
                        && result.map(IngestionResult::runId)
                                .filter(id -> podUid.filter(id::endsWith).isPresent())
                                .isEmpty()
                        && heard.map(ReportHistory::latest).map(Report::result).isEmpty();
        return new IngestionJobObservation(
                now,
                faults.of(uid),
                faults.refusalOf(uid),
                jobs,
                pod,
                current.flatMap(
                        j -> obstacles.of(open.get(), j, pod, named(objects, j), podObject, now)),
                heard,
                shown.filter(h -> podUid.filter(h.podUid()::equals).isPresent()),
                needsResult ? left(job, pod, podUid) : new LeftResult.None(),
                mayStart ? claim(job, attempts, context, now) : Optional.empty(),
                outside.bucket(),
                outside.collection(),
                outside.resume(),
                outside.formerCollections(),
                outside.formerBuckets(),
                faults.removing(uid));
    }

    private static List<ChildJob> sightings(List<Job> objects, String uid) {
        return objects.stream().flatMap(j -> Sightings.job(j, uid).stream()).toList();
    }

    /** A program that is over may have left a result, unless it says itself how it failed. */
    private static boolean mayHaveLeftAResult(
            Attempt attempt, Optional<ChildJob> child, Optional<ChildPod> pod) {
        boolean over =
                child.isPresent()
                        ? child.get().ours() && child.get().state() != ChildJob.State.ACTIVE
                        : attempt.jobUid() != null && pod.filter(p -> !p.finished()).isEmpty();
        return over
                && attempt.podUid() != null
                && pod.flatMap(ChildPod::terminationMessage)
                        .filter(Classification::saysFailure)
                        .isEmpty();
    }

    /** A deletion goes on although its begin could not be recorded. */
    void removing(IngestionJob job, IngestionJobStatus planned) {
        Timestamps.parse(planned.removingSince())
                .ifPresent(since -> faults.removing(job.getMetadata().getUid(), since));
    }

    void forget(IngestionJob job) {
        reports.forget(job.getMetadata().getUid());
        faults.cleared(job.getMetadata().getUid());
    }

    private static Optional<Job> named(List<Job> jobs, ChildJob child) {
        return jobs.stream()
                .filter(j -> child.name().equals(j.getMetadata().getName()))
                .findFirst();
    }

    /**
     * A Job that the cache does not show may be new, gone or somebody else's; only the API server
     * knows.
     */
    private void addPastTheCache(IngestionJob job, Attempt attempt, List<Job> jobs) {
        var name = child(job, attempt);
        if (jobs.stream().anyMatch(j -> j.getMetadata().getName().equals(name))) return;
        children.job(job.getMetadata().getNamespace(), name).ifPresent(jobs::add);
    }

    /**
     * The newest pod of the attempt's Job, also when the Job itself has gone. The pod's cache may
     * lag behind the Job's: where the Job is over and the pod is not, the API server is asked.
     */
    private Optional<Pod> newestPod(
            IngestionJob job,
            Attempt attempt,
            Optional<ChildJob> child,
            Context<IngestionJob> context) {
        var jobUid = child.filter(ChildJob::ours).map(ChildJob::uid).orElse(attempt.jobUid());
        if (jobUid == null) return Optional.empty();
        var cached =
                context.getSecondaryResourcesAsStream(Pod.class)
                        .filter(p -> ChildObjects.owns(jobUid, p))
                        .max(
                                Comparator.comparing(
                                                (Pod p) -> p.getMetadata().getCreationTimestamp())
                                        .thenComparing(p -> p.getMetadata().getUid()));
        boolean mayLag =
                child.filter(j -> j.state() != ChildJob.State.ACTIVE).isPresent()
                        && cached.filter(p -> !Sightings.pod(p).finished()).isPresent();
        if (!mayLag) return cached;
        var uid = cached.get().getMetadata().getUid();
        return children.pod(job.getMetadata().getNamespace(), cached.get().getMetadata().getName())
                .filter(p -> p.getMetadata().getUid().equals(uid))
                .or(() -> cached);
    }

    private static boolean isChild(IngestionJob job, String name) {
        return Names.parse(name)
                .filter(n -> name.equals(child(job, n.run(), n.attempt())))
                .isPresent();
    }

    private static String child(IngestionJob job, Attempt attempt) {
        return child(job, attempt.run(), attempt.number());
    }

    private static String child(IngestionJob job, int run, int attempt) {
        return Names.child(job.getMetadata().getName(), IngestionJobResources.SHORT, run, attempt);
    }

    private LeftResult left(IngestionJob job, Optional<ChildPod> pod, Optional<String> podUid) {
        var said = pod.flatMap(ChildPod::terminationMessage).flatMap(this::resultIn);
        if (said.isPresent()) return new LeftResult.Found(podUid.orElseThrow(), said.get());
        if (podUid.isEmpty()) return new LeftResult.None();
        var bucket =
                Optional.ofNullable(job.getStatus())
                        .map(IngestionJobStatus::bucket)
                        .orElseGet(
                                () ->
                                        IngestionJobResources.bucket(
                                                job.getSpec(), settings.policy().bucket()));
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

    private static Optional<String> claim(
            IngestionJob job, AttemptLog attempts, Context<IngestionJob> context, Instant now) {
        if (job.getMetadata().getDeletionTimestamp() != null) return Optional.empty();
        boolean beginning =
                attempts.open().isEmpty() || RepositoryClaim.hasJustBegun(attempts, now);
        if (!beginning) return Optional.empty();
        var cache = context.getPrimaryCache();
        return RepositoryClaim.before(
                job,
                cache.list(job.getMetadata().getNamespace())
                        .flatMap(j -> cache.get(ResourceID.fromResource(j)).stream()));
    }
}
