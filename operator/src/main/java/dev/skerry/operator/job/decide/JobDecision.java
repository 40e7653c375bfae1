package dev.skerry.operator.job.decide;

import dev.skerry.api.Attempt;
import dev.skerry.api.JobSpec;
import dev.skerry.api.JobStatus;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.job.decide.Question.Looked;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.status.Conditions;
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
        if (job.deletingSince().isPresent() && !job.finalizer())
            return unchanged(before, Optional.empty());
        return switch (complete(before, seen)) {
            case Looked.Away<JobFacts> away -> unchanged(before, Optional.of(away.message()));
            case Looked.Known<JobFacts> known -> plan(before, known.value().orElseThrow());
        };
    }

    private JobPlan<T> plan(Draft<O> before, JobFacts seen) {
        var on = new Deciding<>(kind, job, seen, inquiry, policy);
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

    private JobPlan<T> unchanged(Draft<O> before, Optional<String> fault) {
        var status = job.status().orElseGet(() -> budget(before).fit());
        return new JobPlan<>(status, status, List.of(), Optional.empty(), fault, inquiry.open());
    }

    private JobPlan<T> plan(Draft<O> draft) {
        var budget = budget(draft);
        return new JobPlan<>(
                budget.fit(),
                budget.wordless(),
                draft.actions(),
                draft.wakeUp(),
                Optional.empty(),
                inquiry.open());
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
     * may lag behind the Job's: only the API server knows. Reports of other pods than the attempt's
     * are left out.
     */
    private Looked<JobFacts> complete(Draft<O> before, JobFacts seen) {
        var open = KnownAttempts.of(before.state().attempts(), seen.jobs(), seen.now()).open();
        if (open.isEmpty()) return known(seen, Optional.empty());
        var attempt = open.get();
        var child = seen.job(attempt.run(), attempt.number());
        if (child.isEmpty()) {
            var name = kind.names().child(job.name(), attempt.run(), attempt.number());
            return switch (inquiry.ask(new Question.JobNow(name))) {
                case Looked.Away<ChildJob> away -> new Looked.Away<>(away.message());
                case Looked.Known<ChildJob> known -> known(with(seen, known.value()), open);
            };
        }
        boolean mayLag =
                child.get().state() != ChildJob.State.ACTIVE
                        && seen.pod().filter(p -> !p.finished()).isPresent();
        if (!mayLag) return known(seen, open);
        var pod = seen.pod().get();
        return switch (inquiry.ask(new Question.PodNow(pod.name()))) {
            case Looked.Away<ChildPod> away -> new Looked.Away<>(away.message());
            case Looked.Known<ChildPod> known ->
                    known(
                            seen.withPod(
                                    known.value()
                                            .filter(p -> p.uid().equals(pod.uid()))
                                            .or(seen::pod)),
                            open);
        };
    }

    private static JobFacts with(JobFacts seen, Optional<ChildJob> child) {
        var jobs = new ArrayList<>(seen.jobs());
        child.ifPresent(jobs::add);
        var pod =
                child.filter(ChildJob::ours)
                        .map(ChildJob::uid)
                        .map(seen.newestPods()::get)
                        .or(seen::pod);
        return seen.withJobs(jobs).withPod(pod);
    }

    private static Looked<JobFacts> known(JobFacts seen, Optional<Attempt> open) {
        var podUid = seen.pod().map(ChildPod::uid).or(() -> open.map(Attempt::podUid));
        return new Looked.Known<>(
                Optional.of(
                        seen.withHeard(of(seen.heard(), podUid))
                                .withReports(of(seen.reports(), podUid))));
    }

    private static Optional<ReportHistory> of(
            Optional<ReportHistory> reports, Optional<String> podUid) {
        return reports.filter(r -> podUid.filter(r.podUid()::equals).isPresent());
    }
}
