package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJob;
import dev.skerry.operator.kube.CompactStore;
import dev.skerry.operator.kube.Names;
import dev.skerry.operator.kube.StatusWriter;
import dev.skerry.operator.metrics.JobMetrics;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Observe, check, decide, record, act. */
@ControllerConfiguration(
        name = "ingestionjobs",
        informer =
                @Informer(
                        name = "ingestionjobs",
                        itemStore = CompactStore.class,
                        informerListLimit = CompactStore.PAGE),
        fieldManager = Names.FIELD_MANAGER,
        triggerReconcilerOnAllEvents = true,
        maxReconciliationInterval =
                @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1000, maxInterval = 60_000)
public class IngestionJobReconciler implements Reconciler<IngestionJob> {
    private static final Duration AFTER_A_CONFLICT = Duration.ofSeconds(1);

    private final IngestionJobEvents events;
    private final IngestionJobObserver observer;
    private final IngestionJobApplier applier;
    private final IngestionJobSettings settings;
    private final StatusWriter statusWriter;
    private final JobMetrics metrics;

    IngestionJobReconciler(
            IngestionJobEvents events,
            IngestionJobObserver observer,
            IngestionJobApplier applier,
            IngestionJobSettings settings,
            StatusWriter statusWriter,
            JobMetrics metrics) {
        this.events = events;
        this.observer = observer;
        this.applier = applier;
        this.settings = settings;
        this.statusWriter = statusWriter;
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, IngestionJob>> prepareEventSources(
            EventSourceContext<IngestionJob> context) {
        return events.prepare(context);
    }

    @Override
    public UpdateControl<IngestionJob> reconcile(IngestionJob job, Context<IngestionJob> context) {
        if (context.isPrimaryResourceDeleted()) {
            observer.forget(job);
            return UpdateControl.noUpdate();
        }
        if (job.getSpec() == null || IngestionJobSubject.isAnothers(job.getSpec()))
            return UpdateControl.noUpdate();
        var problems = IngestionJobValidator.check(job.getSpec(), settings.policy());
        IngestionJobObservation seen;
        try {
            seen = observer.observe(job, context, problems.isEmpty());
        } catch (KubernetesClientException e) {
            return applier.later(job, "observing", e);
        }
        var plan =
                IngestionJobPlan.decide(
                        IngestionJobSubject.of(job), seen, problems, settings.policy());
        var recorded =
                statusWriter.record(job, plan.status(), Wordless::of, IngestionJob::new, context);
        return switch (recorded) {
            case YES -> {
                metrics.recorded(
                        IngestionJobResources.KIND,
                        job.getStatus() == null ? null : job.getStatus().attempts(),
                        plan.status().attempts());
                yield applier.act(job, plan, context);
            }
            case CONFLICT ->
                    UpdateControl.<IngestionJob>noUpdate().rescheduleAfter(AFTER_A_CONFLICT);
            case FAILED, MALFORMED -> {
                if (job.getMetadata().getDeletionTimestamp() == null)
                    yield applier.later(job, "the API server did not take the status");
                observer.removing(job, plan.status());
                yield applier.act(job, plan, context);
            }
        };
    }
}
