package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.ingestion.IngestionAction.DeletePoints;
import dev.skerry.operator.ingestion.IngestionAction.EnsureCollection;
import dev.skerry.operator.job.decide.JobAction;
import dev.skerry.operator.job.decide.JobAction.CreateAttempt;
import dev.skerry.operator.job.decide.JobAction.DeleteJob;
import dev.skerry.operator.job.decide.JobAction.DeleteStored;
import dev.skerry.operator.job.decide.JobAction.EnsureBucket;
import dev.skerry.operator.job.decide.JobFacts;
import dev.skerry.operator.job.decide.JobPolicy;
import dev.skerry.operator.job.decide.JobSubject;
import dev.skerry.operator.job.decide.Question;
import dev.skerry.operator.job.decide.Question.Looked;
import dev.skerry.operator.kube.Names;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.LeftResult;
import dev.skerry.operator.storage.ResumePoint;
import dev.skerry.operator.storage.StoredLeftovers;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.vectors.StoredRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A cluster of values around one job: what happens to it is told step by step, what is decided is
 * recorded and done as the operator does it. Finds two attempts at a time.
 */
final class SimulatedJob {
    private static final String NAMESPACE = "n".repeat(63);
    private static final String NAME = "j" + "x".repeat(44);
    private static final String UID = "11111111-1111-1111-1111-111111111111";
    private static final JobPolicy POLICY = Installed.policy(Set.of());
    private static final IngestionKind KIND = Installed.kind(false);

    enum Kind {
        REPORT,
        PROGRAM_STARTS,
        PROGRAM_ENDS,
        NODE_LOST,
        EVICTED,
        JOB_REMOVED,
        TIME_PASSES,
        SUSPEND,
        RESUME,
        SPEC_CHANGED,
        COLLECTION_CHANGED,
        STORES_AWAY,
        STORES_BACK,
        OBSTACLE
    }

    record Step(Kind kind, int number, String text) {}

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private long generation = 1;
    private String revision = "main";
    private String collection = "c".repeat(63);
    private boolean suspend;
    private boolean storesAway;
    private boolean bucketMade;
    private boolean collectionMade;
    private long stalePoints;
    private boolean stored;
    private int pods;
    private Optional<IngestionJobStatus> status = Optional.empty();
    private Optional<ChildJob> job = Optional.empty();
    private Optional<ChildPod> pod = Optional.empty();
    private Optional<ReportHistory> heard = Optional.empty();
    private Optional<String> obstacle = Optional.empty();

    void happens(Step step) {
        now = now.plusSeconds(1);
        switch (step.kind()) {
            case PROGRAM_STARTS -> startProgram(step.text());
            case REPORT -> {
                startProgram(step.text());
                report(step);
            }
            case PROGRAM_ENDS -> {
                startProgram(step.text());
                endProgram(step.number() % 4 == 0 ? 0 : step.number(), step.text());
            }
            case NODE_LOST -> pod = Optional.empty();
            case EVICTED -> {
                pod = Optional.empty();
                startProgram(step.text());
            }
            case JOB_REMOVED -> childGone();
            case TIME_PASSES -> now = now.plusSeconds(step.number() * 10L);
            case SUSPEND -> change(() -> suspend = true);
            case RESUME -> change(() -> suspend = false);
            case SPEC_CHANGED -> change(() -> revision = "r" + step.number());
            case COLLECTION_CHANGED ->
                    change(() -> collection = "c" + step.number() + "d".repeat(50));
            case STORES_AWAY -> storesAway = true;
            case STORES_BACK -> storesAway = false;
            case OBSTACLE -> obstacle = Optional.of(step.text());
        }
    }

    private void change(Runnable edit) {
        edit.run();
        generation++;
    }

    private void childGone() {
        job = Optional.empty();
        pod = Optional.empty();
    }

    private void startProgram(String text) {
        if (job.filter(j -> j.state() == ChildJob.State.ACTIVE && !j.deleting()).isEmpty()) return;
        if (pod.isPresent()) return;
        var uid = "22222222-2222-2222-2222-%012d".formatted(++pods);
        pod = Optional.of(pod(uid, ChildPod.Phase.RUNNING, Optional.empty(), text));
        stored = true;
    }

    private void endProgram(int exitCode, String text) {
        if (pod.isEmpty() || job.isEmpty() || job.get().state() != ChildJob.State.ACTIVE) return;
        boolean well = exitCode == 0;
        pod =
                Optional.of(
                        pod(
                                pod.get().uid(),
                                well ? ChildPod.Phase.SUCCEEDED : ChildPod.Phase.FAILED,
                                Optional.of(exitCode),
                                text));
        job = Optional.of(job(well ? ChildJob.State.COMPLETE : ChildJob.State.FAILED, text));
    }

    private void report(Step step) {
        if (pod.filter(p -> !p.finished()).isEmpty()) return;
        var report =
                LongestReport.of(
                        NAMESPACE, UID, job.orElseThrow(), pod.get(), step.number(), step.text());
        heard = Optional.of(ReportHistory.first(pod.get().uid(), report, now));
    }

    /** Every status that is recorded until nothing more is to be done at this moment. */
    List<IngestionJobStatus> decideUntilQuiet() {
        var recorded = new ArrayList<IngestionJobStatus>();
        for (int round = 0; round < 40; round++) {
            var subject =
                    new JobSubject<>(
                            NAMESPACE,
                            NAME,
                            UID,
                            generation,
                            Optional.empty(),
                            false,
                            false,
                            SimulatedSpec.of(revision, collection, suspend),
                            status);
            var plan = Installed.decide(KIND, subject, observe(), POLICY, this::answer);
            boolean quiet = status.filter(plan.status()::equals).isPresent();
            status = Optional.of(plan.status());
            recorded.add(plan.status());
            plan.actions().forEach(this::act);
            if (quiet && plan.actions().isEmpty()) return recorded;
        }
        throw new AssertionError("is never quiet; last decided: " + recorded.getLast());
    }

    private void act(JobAction action) {
        switch (action) {
            case CreateAttempt a -> {
                assertThat(job.filter(j -> j.state() == ChildJob.State.ACTIVE))
                        .as("a Job that is still active when attempt %s begins", a)
                        .isEmpty();
                assertThat(pod.filter(p -> !p.finished())).as("a pod that still runs").isEmpty();
                pod = Optional.empty();
                heard = Optional.empty();
                job =
                        Optional.of(
                                new ChildJob(
                                        Names.child(NAME, "ij", a.run(), a.number()),
                                        "job-%d-%d".formatted(a.run(), a.number()),
                                        a.run(),
                                        a.number(),
                                        true,
                                        ChildJob.State.ACTIVE,
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        false));
            }
            case DeleteJob d -> {
                childGone();
                stalePoints++;
            }
            case EnsureBucket e -> bucketMade = !storesAway;
            case EnsureCollection e -> collectionMade = !storesAway;
            case DeletePoints d -> stalePoints = storesAway ? stalePoints : 0;
            case DeleteStored d -> stored = stored && storesAway;
            default -> {}
        }
    }

    private JobFacts observe() {
        var attempts = status.map(IngestionJobStatus::attempts).orElse(List.of());
        boolean open = !attempts.isEmpty() && attempts.getLast().endedAt() == null;
        return new JobFacts(
                now,
                Optional.empty(),
                Optional.empty(),
                job.stream().toList(),
                open ? pod : Optional.empty(),
                Map.of(),
                heard,
                heard,
                Optional.empty());
    }

    private Object answer(Question<?> question) {
        var away = "no answer in 5 s";
        return switch (question) {
            case Question.JobNow q ->
                    new Looked.Known<>(job.filter(j -> j.name().equals(q.name())));
            case Question.PodNow q -> new Looked.Known<>(pod);
            case Question.Obstacle q -> obstacle;
            case Question.LeftReport q -> new LeftResult.None();
            case Question.NewestCheckpoint q -> new ResumePoint.None();
            case Question.BucketNow q ->
                    storesAway
                            ? new BucketState.Away(away)
                            : bucketMade
                                    ? new BucketState.Ready(false)
                                    : new BucketState.Missing(q.bucket());
            case Question.StoredNow q ->
                    storesAway
                            ? new StoredLeftovers.Away(away)
                            : stored
                                    ? new StoredLeftovers.There(
                                            List.of("checkpoints/x/%s/r0-a1-pod/".formatted(UID)))
                                    : new StoredLeftovers.Gone();
            case IngestionQuestion.CollectionNow q ->
                    storesAway
                            ? new CollectionState.Away(away)
                            : collectionMade
                                    ? new CollectionState.Ready(64, others())
                                    : new CollectionState.Missing();
            case IngestionQuestion.Claim q -> Optional.empty();
            default -> throw new AssertionError("not of this world: " + question);
        };
    }

    private List<StoredRun> others() {
        return LongStream.range(0, stalePoints)
                .mapToObj(i -> new StoredRun("r0-a1-lost-" + i, UID))
                .toList();
    }

    private ChildJob job(ChildJob.State state, String message) {
        var j = job.orElseThrow();
        return new ChildJob(
                j.name(),
                j.uid(),
                j.run(),
                j.attempt(),
                true,
                state,
                Optional.of(message),
                Optional.of(now),
                false,
                false);
    }

    private ChildPod pod(
            String uid, ChildPod.Phase phase, Optional<Integer> exitCode, String text) {
        return new ChildPod(
                uid,
                "pod-" + uid,
                Optional.of("node-" + "y".repeat(240)),
                phase,
                Optional.of(now),
                exitCode.map(c -> now),
                exitCode,
                false,
                Optional.of(text),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
