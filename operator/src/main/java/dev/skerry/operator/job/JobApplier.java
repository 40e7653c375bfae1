package dev.skerry.operator.job;

import dev.skerry.api.JobSpec;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.operator.job.decide.JobAction;
import dev.skerry.operator.job.decide.JobAction.AddFinalizer;
import dev.skerry.operator.job.decide.JobAction.Announce;
import dev.skerry.operator.job.decide.JobAction.CreateAttempt;
import dev.skerry.operator.job.decide.JobAction.DeleteJob;
import dev.skerry.operator.job.decide.JobAction.DeleteStored;
import dev.skerry.operator.job.decide.JobAction.EnsureBucket;
import dev.skerry.operator.job.decide.JobAction.RemoveChildren;
import dev.skerry.operator.job.decide.JobAction.RemoveFinalizer;
import dev.skerry.operator.job.decide.JobKind;
import dev.skerry.operator.job.decide.JobPlan;
import dev.skerry.operator.kube.Announcer;
import dev.skerry.operator.kube.ChildObjects;
import dev.skerry.operator.kube.Finalizers;
import dev.skerry.operator.kube.Refusals;
import dev.skerry.operator.kube.StorageSecrets;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.Buckets;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Does what was decided, after it was recorded. A fault ends the round early; the next one decides
 * the rest again.
 */
@ApplicationScoped
class JobApplier {
    private static final EventLog LOG = EventLog.of(JobApplier.class);

    private final ChildObjects children;
    private final StorageSecrets secrets;
    private final Announcer announcer;
    private final Finalizers finalizers;
    private final Buckets buckets;
    private final JobSettings settings;
    private final ActionFaults faults;

    JobApplier(
            ChildObjects children,
            StorageSecrets secrets,
            Announcer announcer,
            Finalizers finalizers,
            Buckets buckets,
            JobSettings settings,
            ActionFaults faults) {
        this.children = children;
        this.secrets = secrets;
        this.announcer = announcer;
        this.finalizers = finalizers;
        this.buckets = buckets;
        this.settings = settings;
        this.faults = faults;
    }

    <S extends JobSpec, P extends CustomResource<S, ?>> UpdateControl<P> act(
            P job,
            JobPlan<?> plan,
            JobKind<S, ?, ?> kind,
            KindServers<P> servers,
            Context<P> context) {
        var fault = Optional.<Fault>empty();
        for (var action : plan.actions()) {
            if (fault.isPresent() && !evenAfterAFault(action)) continue;
            var name = action.getClass().getSimpleName();
            FaultPoint.BEFORE_ACTION.reach(name);
            var met = perform(action, job, kind, servers, context);
            FaultPoint.AFTER_ACTION.reach(name);
            met.ifPresent(f -> failed(job, name, f.message()));
            fault = fault.or(() -> met);
        }
        var control = UpdateControl.<P>noUpdate();
        var uid = job.getMetadata().getUid();
        if (fault.isPresent())
            return control.rescheduleAfter(
                    faults.failed(uid, fault.get().message(), fault.get().forGood()));
        if (!plan.actions().isEmpty()) faults.cleared(uid);
        return plan.wakeUp().map(control::rescheduleAfter).orElse(control);
    }

    /** Nothing was recorded; the same is tried again, less and less often. */
    <P extends CustomResource<?, ?>> UpdateControl<P> later(P job, String fault) {
        failed(job, "Reconcile", fault);
        return UpdateControl.<P>noUpdate()
                .rescheduleAfter(faults.failed(job.getMetadata().getUid(), fault, false));
    }

    /** What is told is told, and who was to be let go is let go. */
    private static boolean evenAfterAFault(JobAction action) {
        return action instanceof Announce
                || action instanceof RemoveFinalizer finalizer && finalizer.whatever();
    }

    private static void failed(CustomResource<?, ?> job, String action, String message) {
        LOG.write(
                LogEvent.ACTION_FAILED,
                job.getKind(),
                job.getMetadata().getNamespace(),
                job.getMetadata().getName(),
                action,
                message);
    }

    /**
     * @param forGood whether the same would be refused again, whenever it is tried
     */
    private record Fault(String message, boolean forGood) {}

    /** Why it did not succeed, and the actions behind it may not follow; empty where it did. */
    private <S extends JobSpec, P extends CustomResource<S, ?>> Optional<Fault> perform(
            JobAction action,
            P job,
            JobKind<S, ?, ?> kind,
            KindServers<P> servers,
            Context<P> context) {
        var namespace = job.getMetadata().getNamespace();
        var finalizer = kind.names().finalizer();
        return switch (action) {
            case EnsureBucket a -> fault(buckets.ensure(a.bucket()));
            case DeleteStored a ->
                    buckets.remove(a.bucket(), a.prefixes()).map(m -> new Fault(m, false));
            case CreateAttempt a -> done(() -> create(a, job, kind));
            case DeleteJob a -> done(() -> remove(namespace, a.name(), Optional.of(a.uid())));
            case RemoveChildren a ->
                    done(() -> a.children().forEach(c -> remove(namespace, c.name(), c.uid())));
            case AddFinalizer a -> done(() -> finalizers.add(context, finalizer));
            case RemoveFinalizer a -> done(() -> finalizers.remove(context, finalizer));
            case Announce a ->
                    done(() -> announcer.announce(job, a.warning(), a.reason(), a.message()));
            case JobAction.OfKind a -> servers.perform(a, job).map(m -> new Fault(m, false));
        };
    }

    private static Optional<Fault> fault(BucketState state) {
        return switch (state) {
            case BucketState.Away away -> Optional.of(new Fault(away.message(), false));
            case BucketState.Refused refused -> Optional.of(new Fault(refused.message(), false));
            case BucketState.Ready r -> Optional.empty();
            case BucketState.Missing m -> Optional.empty();
        };
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

    private <S extends JobSpec> void create(
            CreateAttempt attempt, CustomResource<S, ?> job, JobKind<S, ?, ?> kind) {
        secrets.ensure(job.getMetadata().getNamespace());
        FaultPoint.AFTER_SECRET.reach();
        var wanted = new AttemptObjects<>(kind, job, attempt, settings.surroundings());
        children.create(wanted.configMap(), wanted.job(), job.getMetadata().getUid());
        LOG.write(
                LogEvent.ATTEMPT_CREATED,
                kind.names().kind(),
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
