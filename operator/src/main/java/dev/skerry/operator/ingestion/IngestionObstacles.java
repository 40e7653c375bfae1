package dev.skerry.operator.ingestion;

import dev.skerry.api.Attempt;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.kube.Warnings;
import dev.skerry.operator.kube.Workloads;
import dev.skerry.operator.status.Timestamps;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks for what keeps an attempt's pod away, where neither Job nor pod say it themselves. */
@ApplicationScoped
class IngestionObstacles {
    /** A pod that starts as it should is not asked about. */
    private static final Duration USUAL = Duration.ofSeconds(4);

    private final Warnings warnings;
    private final Workloads workloads;

    IngestionObstacles(Warnings warnings, Workloads workloads) {
        this.warnings = warnings;
        this.workloads = workloads;
    }

    Optional<String> of(
            Attempt attempt,
            ChildJob child,
            Optional<ChildPod> pod,
            Optional<Job> job,
            Optional<Pod> podObject,
            Instant now) {
        if (!child.ours() || child.deleting() || child.state() != ChildJob.State.ACTIVE)
            return Optional.empty();
        if (child.suspended()) return job.flatMap(workloads::waitingFor);
        boolean early =
                Timestamps.parse(attempt.startedAt())
                        .filter(at -> at.plus(USUAL).isAfter(now))
                        .isPresent();
        if (early) return Optional.empty();
        if (pod.isEmpty()) return job.flatMap(warnings::about);
        if (pod.get().runningSince().isPresent() || pod.get().waiting().isPresent())
            return Optional.empty();
        return podObject.flatMap(warnings::about);
    }
}
