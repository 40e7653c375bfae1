package dev.skerry.operator.job;

import dev.skerry.api.Attempt;
import dev.skerry.api.JobStatus;
import dev.skerry.api.wire.ReportReply.Command;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.job.decide.JobKind;
import dev.skerry.operator.kube.ChildObjects;
import dev.skerry.operator.kube.CompactStore;
import dev.skerry.operator.kube.Names;
import dev.skerry.operator.metrics.JobMetrics;
import dev.skerry.operator.report.ReportTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What wakes a job: its Jobs, its pods, their reports. Also tells the report path whose reports
 * count.
 */
public final class JobEvents<P extends CustomResource<?, ? extends JobStatus>>
        implements ReportTarget {
    private final AtomicReference<Sources<P>> sources = new AtomicReference<>();
    private final Class<P> type;
    private final JobKind<?, ?, ?> kind;
    private final JobMetrics metrics;

    public JobEvents(Class<P> type, JobKind<?, ?, ?> kind, JobMetrics metrics) {
        this.type = type;
        this.kind = kind;
        this.metrics = metrics;
    }

    private record Sources<P extends HasMetadata>(
            IndexerResourceCache<P> jobs,
            InformerEventSource<Pod, P> pods,
            SimpleInboundEventSource<P> reports) {}

    public List<EventSource<?, P>> prepare(EventSourceContext<P> context) {
        var children = children(Job.class, "jobs", context);
        var pods = children(Pod.class, "pods", context);
        var reports = new SimpleInboundEventSource<P>("reports");
        var jobs = context.getPrimaryCache();
        sources.set(new Sources<>(jobs, pods, reports));
        metrics.count(
                kind(),
                () ->
                        jobs.list()
                                .map(
                                        job ->
                                                Optional.ofNullable(job.getStatus())
                                                        .map(JobStatus::phase)
                                                        .orElse("Pending")));
        return List.of(children, pods, reports);
    }

    /** Only those of this kind: each kind's pods are kept once. */
    private <R extends HasMetadata> InformerEventSource<R, P> children(
            Class<R> child, String name, EventSourceContext<P> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(child, type)
                        .withName(name)
                        .withLabelSelector(Names.selector(kind()))
                        .withItemStore(new CompactStore<>())
                        .withInformerListLimit(CompactStore.PAGE)
                        .withSecondaryToPrimaryMapper(
                                (R c) ->
                                        Names.owner(kind(), c.getMetadata().getLabels())
                                                .map(
                                                        owner ->
                                                                new ResourceID(
                                                                        owner,
                                                                        c.getMetadata()
                                                                                .getNamespace()))
                                                .map(Set::of)
                                                .orElse(Set.of()))
                        .build(),
                context);
    }

    @Override
    public String kind() {
        return kind.names().kind();
    }

    @Override
    public String plural() {
        return kind.names().plural();
    }

    @Override
    public Class<?> resultType() {
        return kind.resultType();
    }

    @Override
    public Optional<Expected> expected(ResourceID id) {
        return known().flatMap(s -> s.jobs().get(id)).map(this::expected);
    }

    private Expected expected(P job) {
        var status = Optional.<JobStatus>ofNullable(job.getStatus());
        var open = AttemptLog.of(status.map(JobStatus::attempts).orElse(null), null, null).open();
        var name = job.getMetadata().getName();
        return new Expected(
                job.getMetadata().getUid(),
                status.map(JobStatus::run).orElse(0),
                open.map(Attempt::number).orElse(0),
                open.map(a -> kind.names().child(name, a.run(), a.number())),
                open.map(Attempt::ending).isPresent()
                        ? Command.CHECKPOINT_AND_STOP
                        : Command.CONTINUE);
    }

    /** Only the newest pod of a Job counts; one that was evicted and still writes is a stranger. */
    @Override
    public Optional<KnownPod> pod(String namespace, String name) {
        var pod = known().flatMap(s -> s.pods().get(new ResourceID(name, namespace)));
        var owner = pod.flatMap(ChildObjects::ownerJob);
        if (owner.isEmpty()) return Optional.empty();
        var jobUid = owner.get().getUid();
        return JobChildren.newest(
                        known().orElseThrow()
                                .pods()
                                .list(namespace, p -> ChildObjects.owns(jobUid, p)))
                .map(p -> p.getMetadata().getUid())
                .filter(pod.get().getMetadata().getUid()::equals)
                .map(uid -> new KnownPod(uid, owner.get().getName()));
    }

    @Override
    public void wake(ResourceID job) {
        known().ifPresent(s -> s.reports().propagateEvent(job));
    }

    private Optional<Sources<P>> known() {
        return Optional.ofNullable(sources.get());
    }
}
