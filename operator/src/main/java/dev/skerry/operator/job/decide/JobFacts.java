package dev.skerry.operator.job.decide;

import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.report.ReportHistory;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the operator's caches say about a job, at one moment.
 *
 * @param fault why the last action did not succeed
 * @param refusal why the API server will never take the recorded attempt's Job as it is
 * @param jobs the Jobs that carry the name of one of its attempts, whoever owns them
 * @param pod the newest pod of the open attempt
 * @param newestPods of the Jobs that the caches have pods of, by the Job's uid
 * @param heard all that a pod of the job has reported to this operator process
 * @param reports what of it status may show now
 * @param removing since when this process has tried to remove what a deleted job leaves, although
 *     status could not be written
 */
@RecordBuilder
public record JobFacts(
        Instant now,
        Optional<String> fault,
        Optional<String> refusal,
        List<ChildJob> jobs,
        Optional<ChildPod> pod,
        Map<String, ChildPod> newestPods,
        Optional<ReportHistory> heard,
        Optional<ReportHistory> reports,
        Optional<Instant> removing)
        implements JobFactsBuilder.With {

    public JobFacts {
        fault = Objects.requireNonNullElseGet(fault, Optional::empty);
        refusal = Objects.requireNonNullElseGet(refusal, Optional::empty);
        jobs = jobs == null ? List.of() : List.copyOf(jobs);
        newestPods = newestPods == null ? Map.of() : Map.copyOf(newestPods);
        removing = Objects.requireNonNullElseGet(removing, Optional::empty);
    }

    Optional<ChildJob> job(int run, int attempt) {
        return jobs.stream().filter(j -> j.run() == run && j.attempt() == attempt).findFirst();
    }

    int highestAttempt(int run) {
        return jobs.stream()
                .filter(j -> j.ours() && j.run() == run)
                .mapToInt(ChildJob::attempt)
                .max()
                .orElse(0);
    }

    int highestRun() {
        return jobs.stream().filter(ChildJob::ours).mapToInt(ChildJob::run).max().orElse(0);
    }
}
