package dev.skerry.operator.job;

import dev.skerry.api.Attempt;
import dev.skerry.api.JobSpec;
import dev.skerry.api.JobStatus;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.job.decide.JobFacts;
import dev.skerry.operator.job.decide.KindNames;
import dev.skerry.operator.job.decide.KnownAttempts;
import dev.skerry.operator.report.ReportIntake;
import dev.skerry.operator.status.Timestamps;
import io.fabric8.kubernetes.client.CustomResource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Looks at what this process knows of a job. Asks nobody. */
@ApplicationScoped
class JobObserver {
    private final ReportIntake reports;
    private final ActionFaults faults;

    JobObserver(ReportIntake reports, ActionFaults faults) {
        this.reports = reports;
        this.faults = faults;
    }

    <S extends JobSpec, T extends JobStatus, P extends CustomResource<S, T>> JobFacts observe(
            JobChildren<P> children, KindNames names) {
        var job = children.job();
        var now = Clock.systemUTC().instant();
        var uid = job.getMetadata().getUid();
        var shown = reports.pickUp(uid);
        var jobs = children.seen();
        var recorded =
                AttemptLog.of(
                        Optional.ofNullable(job.getStatus()).map(JobStatus::attempts).orElse(null),
                        null,
                        null);
        var pods = children.newestPods();
        var open = KnownAttempts.of(recorded, jobs, now).open();
        var pod =
                open.flatMap(
                                a ->
                                        jobUid(
                                                a,
                                                jobs.stream()
                                                        .filter(
                                                                j ->
                                                                        j.name()
                                                                                .equals(
                                                                                        child(
                                                                                                names,
                                                                                                job,
                                                                                                a)))
                                                        .filter(ChildJob::ours)
                                                        .findFirst()))
                        .map(pods::get);
        return new JobFacts(
                now,
                faults.of(uid),
                faults.refusalOf(uid),
                jobs,
                pod,
                pods,
                reports.heard(uid),
                shown,
                faults.removing(uid));
    }

    private static String child(KindNames names, CustomResource<?, ?> job, Attempt attempt) {
        return names.child(job.getMetadata().getName(), attempt.run(), attempt.number());
    }

    private static Optional<String> jobUid(Attempt attempt, Optional<ChildJob> child) {
        return child.map(ChildJob::uid).or(() -> Optional.ofNullable(attempt.jobUid()));
    }

    /** A deletion goes on although its begin could not be recorded. */
    void removing(CustomResource<?, ?> job, JobStatus planned) {
        Timestamps.parse(planned.removingSince())
                .ifPresent(since -> faults.removing(job.getMetadata().getUid(), since));
    }

    void forget(CustomResource<?, ?> job) {
        reports.forget(job.getMetadata().getUid());
        faults.cleared(job.getMetadata().getUid());
    }
}
