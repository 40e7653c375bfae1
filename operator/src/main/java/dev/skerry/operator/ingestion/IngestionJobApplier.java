package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJob;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.operator.ingestion.IngestionJobAction.AddFinalizer;
import dev.skerry.operator.ingestion.IngestionJobAction.Announce;
import dev.skerry.operator.ingestion.IngestionJobAction.CreateAttempt;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteAllPoints;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteJob;
import dev.skerry.operator.ingestion.IngestionJobAction.DeletePoints;
import dev.skerry.operator.ingestion.IngestionJobAction.DeleteStored;
import dev.skerry.operator.ingestion.IngestionJobAction.EnsureBucket;
import dev.skerry.operator.ingestion.IngestionJobAction.EnsureCollection;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveChildren;
import dev.skerry.operator.ingestion.IngestionJobAction.RemoveFinalizer;
import dev.skerry.operator.kube.Announcer;
import dev.skerry.operator.kube.ChildObjects;
import dev.skerry.operator.kube.Finalizers;
import dev.skerry.operator.kube.Refusals;
import dev.skerry.operator.kube.StorageSecrets;
import dev.skerry.operator.status.Texts;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.Buckets;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.vectors.VectorCollections;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Does what was decided, after it was recorded. A fault ends the round early; the next one decides
 * the rest again.
 */
@ApplicationScoped
class IngestionJobApplier {
    private static final Logger LOG = Logger.getLogger(IngestionJobApplier.class);

    private final ChildObjects children;
    private final StorageSecrets secrets;
    private final Announcer announcer;
    private final Finalizers finalizers;
    private final Buckets buckets;
    private final VectorCollections collections;
    private final IngestionJobSettings settings;
    private final ActionFaults faults;

    IngestionJobApplier(
            ChildObjects children,
            StorageSecrets secrets,
            Announcer announcer,
            Finalizers finalizers,
            Buckets buckets,
            VectorCollections collections,
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
        var fault = Optional.<Fault>empty();
        for (var action : plan.actions()) {
            if (fault.isPresent() && !evenAfterAFault(action)) continue;
            FaultPoint.BEFORE_ACTION.reach(action.getClass().getSimpleName());
            var met = perform(action, job, context);
            FaultPoint.AFTER_ACTION.reach(action.getClass().getSimpleName());
            met.ifPresent(f -> failed(job, action.getClass().getSimpleName(), f.message()));
            fault = fault.or(() -> met);
        }
        var control = UpdateControl.<IngestionJob>noUpdate();
        if (fault.isPresent())
            return control.rescheduleAfter(
                    faults.failed(
                            job.getMetadata().getUid(),
                            fault.get().message(),
                            fault.get().forGood()));
        if (!plan.actions().isEmpty()) faults.cleared(job.getMetadata().getUid());
        return plan.wakeUp().map(control::rescheduleAfter).orElse(control);
    }

    /** Nothing was decided or recorded; the same is tried again, less and less often. */
    UpdateControl<IngestionJob> later(IngestionJob job, String what, KubernetesClientException e) {
        return later(job, what + ": " + Refusals.sentence(e));
    }

    UpdateControl<IngestionJob> later(IngestionJob job, String fault) {
        failed(job, "Reconcile", fault);
        return UpdateControl.<IngestionJob>noUpdate()
                .rescheduleAfter(faults.failed(job.getMetadata().getUid(), fault, false));
    }

    /** What is told is told, and who was to be let go is let go. */
    private static boolean evenAfterAFault(IngestionJobAction action) {
        return action instanceof Announce
                || action instanceof RemoveFinalizer finalizer && finalizer.whatever();
    }

    private static void failed(IngestionJob job, String action, String message) {
        LOG.warnf(
                "action.failed kind=IngestionJob namespace=%s name=%s action=%s message=\"%s\"",
                job.getMetadata().getNamespace(),
                job.getMetadata().getName(),
                action,
                Texts.logged(message));
    }

    /**
     * @param forGood whether the same would be refused again, whenever it is tried
     */
    private record Fault(String message, boolean forGood) {}

    /** Why it did not succeed, and the actions behind it may not follow; empty where it did. */
    private Optional<Fault> perform(
            IngestionJobAction action, IngestionJob job, Context<IngestionJob> context) {
        var namespace = job.getMetadata().getNamespace();
        var name = job.getMetadata().getName();
        return switch (action) {
            case EnsureBucket a -> fault(buckets.ensure(a.bucket()));
            case EnsureCollection a -> fault(collections.ensure(a.collection(), a.dimensions()));
            case DeletePoints a ->
                    fault(collections.delete(a.collection(), namespace, name, a.runIds()));
            case DeleteAllPoints a ->
                    fault(
                            collections.deleteAll(
                                    a.collection(), namespace, job.getMetadata().getUid()));
            case DeleteStored a ->
                    buckets.remove(a.bucket(), a.prefixes()).map(m -> new Fault(m, false));
            case CreateAttempt a -> done(() -> create(a, job));
            case DeleteJob a -> done(() -> remove(namespace, a.name(), Optional.of(a.uid())));
            case RemoveChildren a ->
                    done(() -> a.children().forEach(c -> remove(namespace, c.name(), c.uid())));
            case AddFinalizer a ->
                    done(() -> finalizers.add(context, IngestionJobSubject.FINALIZER));
            case RemoveFinalizer a ->
                    done(() -> finalizers.remove(context, IngestionJobSubject.FINALIZER));
            case Announce a ->
                    done(() -> announcer.announce(job, a.warning(), a.reason(), a.message()));
        };
    }

    private static Optional<Fault> fault(BucketState state) {
        return switch (state) {
            case BucketState.Away away -> Optional.of(new Fault(away.message(), false));
            case BucketState.Refused refused -> Optional.of(new Fault(refused.message(), false));
            case BucketState.Ready r -> Optional.empty();
            case BucketState.Missing m -> Optional.empty();
            case BucketState.NotAsked n -> Optional.empty();
        };
    }

    private static Optional<Fault> fault(Optional<CollectionState> state) {
        return state.map(
                        s ->
                                switch (s) {
                                    case CollectionState.Away away -> away.message();
                                    case CollectionState.Refused refused -> refused.message();
                                    case CollectionState.Missing m -> "the collection has gone";
                                    case CollectionState.Ready r -> "the collection is in use";
                                    case CollectionState.NotAsked n ->
                                            "the vector store was not asked";
                                })
                .map(message -> new Fault(message, false));
    }

    private static Optional<Fault> done(Runnable action) {
        try {
            action.run();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return Optional.of(new Fault(Refusals.sentence(e), Refusals.forGood(e)));
        } catch (OperatorException e) {
            return Optional.of(
                    new Fault("the API server does not answer: " + e.getMessage(), false));
        }
    }

    private void create(CreateAttempt attempt, IngestionJob job) {
        secrets.ensure(job.getMetadata().getNamespace());
        FaultPoint.AFTER_SECRET.reach();
        var around = settings.surroundings();
        children.create(
                IngestionJobResources.configMap(job, attempt, around),
                IngestionJobResources.job(job, attempt, around),
                job.getMetadata().getUid());
        LOG.infof(
                "attempt.created kind=IngestionJob namespace=%s name=%s run=%d attempt=%d",
                job.getMetadata().getNamespace(),
                job.getMetadata().getName(),
                attempt.run(),
                attempt.number());
    }

    private void remove(String namespace, String name, Optional<String> uid) {
        uid.ifPresent(u -> children.delete(namespace, name, u));
        children.deleteConfigMap(namespace, name);
    }
}
