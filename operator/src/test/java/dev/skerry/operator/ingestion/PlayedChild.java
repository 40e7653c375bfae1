package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionResult;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import java.time.Instant;
import java.util.Optional;

/** A Job of a played world and the one pod it ever has. */
record PlayedChild(
        int run, int number, ChildJob.State state, boolean deleting, Optional<ChildPod> pod) {
    String name() {
        return "app-ij-r%d-a%d".formatted(run, number);
    }

    boolean programRuns() {
        return pod.isPresent() && !pod.get().finished();
    }

    String runId() {
        return "r%d-a%d-%s".formatted(run, number, pod.orElseThrow().uid());
    }

    IngestionResult result(long files) {
        return new IngestionResult(runId(), "0123456789", "demo.code", null, files, 3L, 0L, 0L, 0L);
    }

    ChildJob seen() {
        return new ChildJob(
                name(),
                "job-" + name(),
                run,
                number,
                true,
                state,
                Optional.empty(),
                Optional.empty(),
                false,
                deleting);
    }

    ChildPod podIn(ChildPod.Phase phase, int exitCode, Instant now) {
        boolean over = phase == ChildPod.Phase.SUCCEEDED || phase == ChildPod.Phase.FAILED;
        return new ChildPod(
                "pod-" + name(),
                name() + "-x",
                Optional.of("n1"),
                phase,
                phase == ChildPod.Phase.PENDING ? Optional.empty() : Optional.of(now),
                over ? Optional.of(now) : Optional.empty(),
                over ? Optional.of(exitCode) : Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                deleting ? Optional.of(now) : Optional.empty());
    }
}
