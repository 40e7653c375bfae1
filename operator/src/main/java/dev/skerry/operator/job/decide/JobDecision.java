package dev.skerry.operator.job.decide;

import dev.skerry.api.JobSpec;
import dev.skerry.api.JobStatus;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.job.decide.Question.Looked;
import dev.skerry.operator.status.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job needs next. Pure: no client, no clock, no logging.
 *
 * <pre>
 *  adopt what runs → settle what ended → deleted? Leave
 *                                      → unsound? refuse
 *                                      → other inputs? the old attempt ends, a new run begins
 *                                      → finished? Finish.keep   succeeded? Finish.sweep
 *                                      → suspended? Stop          open? Follow
 *                                      → else Begin, after the pause that a failure costs
 * </pre>
 */
public final class JobDecision<S extends JobSpec, T extends JobStatus, O> {
    private static final Duration SERVER_AWAY = Duration.ofSeconds(5);

    private final JobKind<S, T, O> kind;
    private final JobSubject<S, T> job;
    private final JobPolicy policy;
    private final Inquiry inquiry;

    private JobDecision(
            JobKind<S, T, O> kind,
            JobSubject<S, T> job,
            JobPolicy policy,
            Map<Question<?>, Object> answers) {
        this.kind = kind;
        this.job = job.complete();
        this.policy = policy;
        this.inquiry = new Inquiry(answers);
    }

    /**
     * Decides.
     *
     * @param answers to questions of earlier rounds, each of the type that its question names
     */
    public static <S extends JobSpec, T extends JobStatus, O> JobPlan<T> decide(
            JobKind<S, T, O> kind,
            JobSubject<S, T> job,
            JobFacts seen,
            JobPolicy policy,
            Map<Question<?>, Object> answers) {
        return new JobDecision<>(kind, job, policy, answers).plan(seen);
    }

    private JobPlan<T> plan(JobFacts seen) {
        var before = before(seen.now());
        if (job.deletingSince().isPresent() && !job.finalizer()) return unchanged(before, null);
        var complete = complete(before, seen);
        if (complete.isEmpty()) return unchanged(before, SERVER_AWAY);
        var on = new Deciding<>(kind, job, complete.get(), inquiry, policy);
        if (inquiry.isOpen()) return plan(before);
        var settle = new Settle<>(on);
        var draft = settle.adopt(before);
        if (draft.state().run() > 0 && draft.state().bucket().isEmpty())
            draft = draft.with(s -> s.withBucket(Optional.of(on.bucket())));
        draft = settle.settle(draft);
        if (!inquiry.isOpen()) draft = new Course<>(on).next(draft);
        return plan(draft);
    }

    /** Status as it is, as a draft that says nothing new. */
    private Draft<O> before(Instant now) {
        var status = job.status();
        return new Draft<>(
                RunState.of(status, kind.leftovers(status), kind.own(status)),
                new Telling(
                        status.map(JobStatus::phase).flatMap(Phase::ofId).orElse(Phase.PENDING),
                        "",
                        Conditions.of(
                                kind.conditions(),
                                status.map(JobStatus::conditions).orElse(List.of()),
                                job.generation(),
                                now)),
                List.of(),
                Optional.empty());
    }

    private JobPlan<T> unchanged(Draft<O> before, Duration wakeUp) {
        var status = job.status().orElseGet(() -> budget(before).fit());
        return new JobPlan<>(
                status, status, List.of(), Optional.ofNullable(wakeUp), inquiry.open());
    }

    private JobPlan<T> plan(Draft<O> draft) {
        var budget = budget(draft);
        return new JobPlan<>(
                budget.fit(), budget.wordless(), draft.actions(), draft.wakeUp(), inquiry.open());
    }

    private StatusBudget<S, T, O> budget(Draft<O> draft) {
        var state = draft.state();
        return new StatusBudget<>(
                kind,
                new RunView<>(job, state),
                new Told(
                        job.generation(),
                        draft.telling().phase(),
                        draft.telling().waitingOn(),
                        draft.telling().conditions().all(),
                        state.attempts().activeSeconds()
                                + ActiveSeconds.shown(state.open(), state.progress())));
    }

    /**
     * A Job that the cache does not show may be new, gone or somebody else's, and the pod's cache
     * may lag behind the Job's: only the API server knows. Empty where it does not say.
     */
    private Optional<JobFacts> complete(Draft<O> before, JobFacts seen) {
        var open = KnownAttempts.of(before.state().attempts(), seen.jobs(), seen.now()).open();
        if (open.isEmpty()) return Optional.of(seen);
        var attempt = open.get();
        var child = seen.job(attempt.run(), attempt.number());
        if (child.isEmpty()) {
            var name = kind.names().child(job.name(), attempt.run(), attempt.number());
            return switch (inquiry.ask(new Question.JobNow(name))) {
                case Looked.Away<ChildJob> away -> Optional.empty();
                case Looked.Known<ChildJob> known -> {
                    var jobs = new ArrayList<>(seen.jobs());
                    known.value().ifPresent(jobs::add);
                    yield Optional.of(seen.withJobs(jobs));
                }
            };
        }
        boolean mayLag =
                child.get().state() != ChildJob.State.ACTIVE
                        && seen.pod().filter(p -> !p.finished()).isPresent();
        if (!mayLag) return Optional.of(seen);
        var pod = seen.pod().get();
        return switch (inquiry.ask(new Question.PodNow(pod.name()))) {
            case Looked.Away<ChildPod> away -> Optional.empty();
            case Looked.Known<ChildPod> known ->
                    Optional.of(
                            seen.withPod(
                                    known.value()
                                            .filter(p -> p.uid().equals(pod.uid()))
                                            .or(seen::pod)));
        };
    }
}
