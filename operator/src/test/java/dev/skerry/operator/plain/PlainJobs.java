package dev.skerry.operator.plain;

import dev.skerry.operator.job.JobEvents;
import dev.skerry.operator.job.JobLoop;
import dev.skerry.operator.job.KindServers;
import dev.skerry.operator.kube.Names;
import dev.skerry.operator.metrics.JobMetrics;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Ignore;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Registered by its test alone; a real kind's has no {@code Ignore}. */
@Ignore
@ControllerConfiguration(
        name = "plainjobs",
        informer = @Informer(name = "plainjobs"),
        fieldManager = Names.FIELD_MANAGER,
        triggerReconcilerOnAllEvents = true)
final class PlainJobs implements Reconciler<PlainJob> {
    private final JobEvents<PlainJob> events;
    private final JobLoop<PlainJobSpec, PlainJobStatus, PlainJob> loop;

    PlainJobs(JobEvents<PlainJob> events, JobLoop.Parts parts) {
        this.events = events;
        this.loop =
                new JobLoop<>(
                        new PlainKind(),
                        KindServers.none(),
                        Optional.empty(),
                        PlainJob::new,
                        parts);
    }

    @Override
    public List<EventSource<?, PlainJob>> prepareEventSources(
            EventSourceContext<PlainJob> context) {
        return events.prepare(context);
    }

    @Override
    public UpdateControl<PlainJob> reconcile(PlainJob job, Context<PlainJob> context) {
        return loop.reconcile(job, context);
    }

    /** So that the report path finds it, whether or not its controller runs. */
    static class Reported {
        @Produces
        @Singleton
        JobEvents<PlainJob> events(JobMetrics metrics) {
            return new JobEvents<>(PlainJob.class, new PlainKind(), metrics);
        }
    }
}
