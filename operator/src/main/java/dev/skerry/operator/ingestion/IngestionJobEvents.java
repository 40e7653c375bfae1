package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.wire.ReportReply.Command;
import dev.skerry.operator.kube.CompactStore;
import dev.skerry.operator.kube.Names;
import dev.skerry.operator.metrics.JobMetrics;
import dev.skerry.operator.report.ReportTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What wakes an IngestionJob: its Jobs, its pods, their reports. Also tells the report path whose
 * reports count.
 */
@ApplicationScoped
class IngestionJobEvents implements ReportTarget {
    private final AtomicReference<Sources> sources = new AtomicReference<>();
    private final JobMetrics metrics;

    IngestionJobEvents(JobMetrics metrics) {
        this.metrics = metrics;
    }

    private record Sources(
            IndexerResourceCache<IngestionJob> jobs,
            InformerEventSource<Pod, IngestionJob> pods,
            SimpleInboundEventSource<IngestionJob> reports) {}

    List<EventSource<?, IngestionJob>> prepare(EventSourceContext<IngestionJob> context) {
        var children =
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(Job.class, IngestionJob.class)
                                .withName("jobs")
                                .withLabelSelector(Names.SELECTOR)
                                .withItemStore(new CompactStore<>())
                                .withInformerListLimit(CompactStore.PAGE)
                                .withSecondaryToPrimaryMapper(byLabels())
                                .build(),
                        context);
        var pods =
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(Pod.class, IngestionJob.class)
                                .withName("pods")
                                .withLabelSelector(Names.SELECTOR)
                                .withItemStore(new CompactStore<>())
                                .withInformerListLimit(CompactStore.PAGE)
                                .withSecondaryToPrimaryMapper(byLabels())
                                .build(),
                        context);
        var reports = new SimpleInboundEventSource<IngestionJob>("reports");
        var jobs = context.getPrimaryCache();
        sources.set(new Sources(jobs, pods, reports));
        metrics.count(
                IngestionJobResources.KIND,
                () ->
                        jobs.list()
                                .map(IngestionJob::getStatus)
                                .map(s -> s == null || s.phase() == null ? "Pending" : s.phase()));
        return List.of(children, pods, reports);
    }

    private static <R extends HasMetadata> SecondaryToPrimaryMapper<R> byLabels() {
        return child ->
                Names.owner(
                                IngestionJobResources.KIND,
                                child.getMetadata().getNamespace(),
                                child.getMetadata().getLabels())
                        .map(Set::of)
                        .orElse(Set.of());
    }

    @Override
    public String kind() {
        return IngestionJobResources.KIND;
    }

    @Override
    public String plural() {
        return IngestionJobResources.PLURAL;
    }

    @Override
    public Optional<Expected> expected(ResourceID id) {
        return known().flatMap(s -> s.jobs().get(id))
                .map(
                        job -> {
                            var status = Optional.ofNullable(job.getStatus());
                            var open =
                                    status.map(IngestionJobStatus::attempts)
                                            .filter(a -> !a.isEmpty())
                                            .map(List::getLast)
                                            .filter(a -> a.endedAt() == null);
                            int run = status.map(IngestionJobStatus::run).orElse(0);
                            var child =
                                    open.map(
                                            a ->
                                                    Names.child(
                                                            id.getName(),
                                                            IngestionJobResources.SHORT,
                                                            a.run(),
                                                            a.number()));
                            boolean stop =
                                    Boolean.TRUE.equals(job.getSpec().suspend())
                                            || open.map(Attempt::ending).isPresent();
                            return new Expected(
                                    job.getMetadata().getUid(),
                                    run,
                                    open.map(Attempt::number).orElse(0),
                                    child,
                                    stop ? Command.CHECKPOINT_AND_STOP : Command.CONTINUE);
                        });
    }

    /** Only the newest pod of a Job counts; one that was evicted and still writes is a stranger. */
    @Override
    public Optional<KnownPod> pod(String namespace, String name) {
        var pod = known().flatMap(s -> s.pods().get(new ResourceID(name, namespace)));
        var owner = pod.flatMap(IngestionJobEvents::ownerJob);
        if (owner.isEmpty()) return Optional.empty();
        var newest =
                known().orElseThrow()
                        .pods()
                        .list(
                                namespace,
                                p ->
                                        ownerJob(p)
                                                .filter(
                                                        o ->
                                                                o.getUid()
                                                                        .equals(
                                                                                owner.get()
                                                                                        .getUid()))
                                                .isPresent())
                        .max(
                                Comparator.comparing(
                                                (Pod p) -> p.getMetadata().getCreationTimestamp())
                                        .thenComparing(p -> p.getMetadata().getUid()));
        return newest.filter(p -> p.getMetadata().getUid().equals(pod.get().getMetadata().getUid()))
                .map(p -> new KnownPod(p.getMetadata().getUid(), owner.get().getName()));
    }

    private static Optional<OwnerReference> ownerJob(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(o -> Boolean.TRUE.equals(o.getController()) && "Job".equals(o.getKind()))
                .findFirst();
    }

    @Override
    public void wake(ResourceID job) {
        known().ifPresent(s -> s.reports().propagateEvent(job));
    }

    private Optional<Sources> known() {
        return Optional.ofNullable(sources.get());
    }
}
