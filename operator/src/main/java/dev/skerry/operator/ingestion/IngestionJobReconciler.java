package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.job.JobEvents;
import dev.skerry.operator.job.JobLoop;
import dev.skerry.operator.kube.CompactStore;
import dev.skerry.operator.kube.Names;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Its loop is that of every job. */
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
    private final JobEvents<IngestionJob> events;
    private final JobLoop<IngestionJobSpec, IngestionJobStatus, IngestionJob> loop;

    IngestionJobReconciler(
            IngestionKind kind,
            IngestionServers servers,
            JobEvents<IngestionJob> events,
            OperatorConfig config,
            JobLoop.Parts parts) {
        this.events = events;
        this.loop =
                new JobLoop<>(
                        kind,
                        servers,
                        config.ingestion().activeDeadline(),
                        IngestionJob::new,
                        parts);
    }

    @Override
    public List<EventSource<?, IngestionJob>> prepareEventSources(
            EventSourceContext<IngestionJob> context) {
        return events.prepare(context);
    }

    @Override
    public UpdateControl<IngestionJob> reconcile(IngestionJob job, Context<IngestionJob> context) {
        return loop.reconcile(job, context);
    }
}
