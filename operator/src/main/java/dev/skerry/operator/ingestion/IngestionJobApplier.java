package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.wire.FailureClass;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.operator.ingestion.IngestionJobAction.AddFinalizer;
import dev.skerry.operator.ingestion.IngestionJobAction.Announce;
import dev.skerry.operator.ingestion.IngestionJobAction.CreateAttempt;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteAllPoints;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteJob;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteStalePoints;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteStored;
import dev.skerry.operator.ingestion.IngestionJobAction.EnsureBucket;
import dev.skerry.operator.ingestion.IngestionJobAction.EnsureCollection;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveChildren;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveFinalizer;
import dev.skerry.operator.kube.Announcer;
import dev.skerry.operator.kube.Children;
import dev.skerry.operator.kube.Finalizers;
import dev.skerry.operator.kube.Names;
import dev.skerry.operator.kube.StorageSecrets;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.Buckets;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.vectors.Collections;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Does what was decided, after it was recorded. A fault ends the round early; the next one decides
 * the rest again.
 */
@ApplicationScoped
class IngestionJobApplier {
    private static final Logger LOG = Logger.getLogger(IngestionJobApplier.class);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);

    private final Children children;
    private final StorageSecrets secrets;
    private final Announcer announcer;
    private final Finalizers finalizers;
    private final Buckets buckets;
    private final Collections collections;
    private final IngestionJobSettings settings;
    private final ActionFaults faults;

    IngestionJobApplier(
            Children children,
            StorageSecrets secrets,
            Announcer announcer,
            Finalizers finalizers,
            Buckets buckets,
            Collections collections,
            IngestionJobSettings settings,
            ActionFaults faults) {
        this.children = children;
        this.secrets = secrets;
        this.announcer = announcer;
        this.finalizers = finalizers;
        this.buckets = buckets;
        this.collections = collections;
        this.settings = settings;
        this.faults = faults;
    }

    UpdateControl<IngestionJob> act(
            IngestionJob job, IngestionJobPlan plan, Context<IngestionJob> context) {
        for (var action : plan.actions()) {
            FaultPoint.BEFORE_ACTION.reach(action.getClass().getSimpleName());
            var fault = perform(action, job, plan.status(), context);
            FaultPoint.AFTER_ACTION.reach(action.getClass().getSimpleName());
            if (fault.isPresent()) {
                LOG.warnf(
                        "action.failed kind=IngestionJob namespace=%s name=%s action=%s message=\"%s\"",
                        job.getMetadata().getNamespace(),
                        job.getMetadata().getName(),
                        action.getClass().getSimpleName(),
                        fault.get());
                faults.failed(job.getMetadata().getUid(), fault.get());
                return UpdateControl.<IngestionJob>noUpdate().rescheduleAfter(AFTER_A_FAULT);
            }
        }
        if (!plan.actions().isEmpty()) faults.cleared(job.getMetadata().getUid());
        var control = UpdateControl.<IngestionJob>noUpdate();
        return plan.wakeUp().map(control::rescheduleAfter).orElse(control);
    }

    /** Why it did not succeed, and the actions behind it may not follow; empty where it did. */
    private Optional<String> perform(
            IngestionJobAction action,
            IngestionJob job,
            IngestionJobStatus status,
            Context<IngestionJob> context) {
        var namespace = job.getMetadata().getNamespace();
        var name = job.getMetadata().getName();
        return switch (action) {
            case EnsureBucket a -> fault(buckets.ensure(a.bucket()));
            case EnsureCollection a -> fault(collections.ensure(a.collection(), a.dimensions()));
            case DeleteStalePoints a ->
                    fault(collections.deleteStale(a.collection(), namespace, name, a.stale()));
            case DeleteAllPoints a -> fault(collections.deleteAll(a.collection(), namespace, name));
            case DeleteStored a ->
                    buckets.remove(a.bucket(), namespace, job.getMetadata().getUid());
            case CreateAttempt a -> done(() -> create(a, job, status));
            case DeleteJob a ->
                    done(
                            () -> {
                                children.delete(namespace, a.name(), a.uid());
                                children.deleteConfigMap(namespace, a.name());
                            });
            case RemoveChildren a -> done(() -> removeChildren(job, context));
            case AddFinalizer a ->
                    done(() -> finalizers.add(context, IngestionJobSubject.FINALIZER));
            case RemoveFinalizer a ->
                    done(() -> finalizers.remove(context, IngestionJobSubject.FINALIZER));
            case Announce a ->
                    done(() -> announcer.announce(job, a.warning(), a.reason(), a.message()));
        };
    }

    private static Optional<String> fault(BucketState state) {
        return switch (state) {
            case BucketState.Away away -> Optional.of(away.message());
            case BucketState.Refused refused -> Optional.of(refused.message());
            case BucketState.Ready r -> Optional.empty();
            case BucketState.Missing m -> Optional.empty();
            case BucketState.NotAsked n -> Optional.empty();
        };
    }

    private static Optional<String> fault(Optional<CollectionState> state) {
        return state.map(
                s ->
                        switch (s) {
                            case CollectionState.Away away -> away.message();
                            case CollectionState.Refused refused -> refused.message();
                            case CollectionState.Missing m -> "the collection has gone";
                            case CollectionState.Ready r -> "the collection is in use";
                            case CollectionState.NotAsked n -> "the vector store was not asked";
                        });
    }

    private static Optional<String> done(Runnable action) {
        try {
            action.run();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            var status = e.getStatus();
            return Optional.of(
                    "the API server refuses: "
                            + (status == null || status.getMessage() == null
                                    ? e.getMessage()
                                    : status.getMessage()));
        }
    }

    private void create(CreateAttempt attempt, IngestionJob job, IngestionJobStatus status) {
        secrets.ensure(job.getMetadata().getNamespace());
        FaultPoint.AFTER_SECRET.reach();
        var around = settings.surroundings();
        children.create(
                IngestionJobResources.configMap(job, attempt.run(), attempt.number(), around),
                IngestionJobResources.job(job, attempt, nodeToAvoid(status), around),
                job.getMetadata().getUid());
        LOG.infof(
                "attempt.created kind=IngestionJob namespace=%s name=%s run=%d attempt=%d",
                job.getMetadata().getNamespace(),
                job.getMetadata().getName(),
                attempt.run(),
                attempt.number());
    }

    private static Optional<String> nodeToAvoid(IngestionJobStatus status) {
        List<Attempt> attempts = status.attempts() == null ? List.of() : status.attempts();
        if (attempts.size() < 2) return Optional.empty();
        var before = attempts.get(attempts.size() - 2);
        return FailureClass.NODE.id().equals(before.failureClass())
                ? Optional.ofNullable(before.node())
                : Optional.empty();
    }

    private void removeChildren(IngestionJob job, Context<IngestionJob> context) {
        var namespace = job.getMetadata().getNamespace();
        context.getSecondaryResourcesAsStream(Job.class)
                .filter(
                        j ->
                                Children.owns(job.getMetadata().getUid(), j)
                                        && Names.parse(j.getMetadata().getName()).isPresent())
                .forEach(
                        j -> {
                            children.deleteConfigMap(namespace, j.getMetadata().getName());
                            children.delete(
                                    namespace, j.getMetadata().getName(), j.getMetadata().getUid());
                        });
    }
}
