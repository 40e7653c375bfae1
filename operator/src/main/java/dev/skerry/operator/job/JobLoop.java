package dev.skerry.operator.job;

import dev.skerry.api.JobSpec;
import dev.skerry.api.JobStatus;
import dev.skerry.operator.job.decide.JobDecision;
import dev.skerry.operator.job.decide.JobFacts;
import dev.skerry.operator.job.decide.JobKind;
import dev.skerry.operator.job.decide.JobPlan;
import dev.skerry.operator.job.decide.JobPolicy;
import dev.skerry.operator.job.decide.JobSubject;
import dev.skerry.operator.job.decide.Question;
import dev.skerry.operator.kube.StatusWriter;
import dev.skerry.operator.metrics.JobMetrics;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Observe, decide, record, act: the reconcile of every kind of job. */
public final class JobLoop<S extends JobSpec, T extends JobStatus, P extends CustomResource<S, T>> {
    private static final Duration AFTER_A_CONFLICT = Duration.ofSeconds(1);
    private static final int MOST_ROUNDS = 3;

    private final JobKind<S, T, ?> kind;
    private final KindServers<P> servers;
    private final Supplier<P> bare;
    private final Parts parts;
    private final JobPolicy policy;

    /** What all loops share. */
    @Singleton
    public static class Parts {
        private final JobObserver observer;
        private final JobAsker asker;
        private final StatusWriter statusWriter;
        private final JobApplier applier;
        private final JobSettings settings;
        private final JobMetrics metrics;

        Parts(
                JobObserver observer,
                JobAsker asker,
                StatusWriter statusWriter,
                JobApplier applier,
                JobSettings settings,
                JobMetrics metrics) {
            this.observer = observer;
            this.asker = asker;
            this.statusWriter = statusWriter;
            this.applier = applier;
            this.settings = settings;
            this.metrics = metrics;
        }
    }

    /**
     * @param activeDeadline of jobs that name none
     * @param bare makes a new object of the kind, without anything set
     */
    public JobLoop(
            JobKind<S, T, ?> kind,
            KindServers<P> servers,
            Optional<Duration> activeDeadline,
            Supplier<P> bare,
            Parts parts) {
        this.kind = kind;
        this.policy = parts.settings.policy(activeDeadline);
        this.servers = servers;
        this.bare = bare;
        this.parts = parts;
    }

    public UpdateControl<P> reconcile(P job, Context<P> context) {
        if (context.isPrimaryResourceDeleted()) {
            parts.observer.forget(job);
            return UpdateControl.noUpdate();
        }
        if (job.getSpec() == null || JobSubject.isAnothers(job.getSpec()))
            return UpdateControl.noUpdate();
        var children = JobChildren.of(job, kind.names(), context);
        var seen = parts.observer.observe(children, kind.names());
        var plan = decide(children, seen);
        if (plan.asks()) return parts.applier.later(job, "asked without end: " + plan.questions());
        if (plan.fault().isPresent()) return parts.applier.later(job, plan.fault().get());
        var recorded =
                parts.statusWriter.record(job, plan.status(), plan.wordless(), bare, context);
        return switch (recorded) {
            case YES -> {
                parts.metrics.recorded(
                        kind.names().kind(),
                        job.getStatus() == null ? null : job.getStatus().attempts(),
                        plan.status().attempts());
                yield parts.applier.act(job, plan, kind, servers, context);
            }
            case CONFLICT -> UpdateControl.<P>noUpdate().rescheduleAfter(AFTER_A_CONFLICT);
            case FAILED, MALFORMED -> {
                if (job.getMetadata().getDeletionTimestamp() == null)
                    yield parts.applier.later(job, "the API server did not take the status");
                parts.observer.removing(job, plan.status());
                yield parts.applier.act(job, plan, kind, servers, context);
            }
        };
    }

    /** Decides again with the answers, as long as something is wanted. */
    private JobPlan<T> decide(JobChildren<P> children, JobFacts seen) {
        var subject = Subjects.of(children.job(), kind.names());
        var answers = new HashMap<Question<?>, Object>();
        var plan = JobDecision.decide(kind, subject, seen, policy, Map.of());
        for (int round = 0; round < MOST_ROUNDS && plan.asks(); round++) {
            answers.putAll(parts.asker.ask(plan.questions(), children, servers));
            plan = JobDecision.decide(kind, subject, seen, policy, answers);
        }
        return plan;
    }
}
