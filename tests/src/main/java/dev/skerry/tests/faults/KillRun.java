package dev.skerry.tests.faults;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.artifacts.fault.FaultFolder;
import dev.skerry.tests.cluster.Repository;
import dev.skerry.tests.cluster.Skerry;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One job, one kill, all invariants. The job owns its points, so deleting it at the end removes
 * them; and before it starts there are points of an earlier run, which it has to remove.
 */
public final class KillRun {
    private static final Duration REACHED_WITHIN = Duration.ofSeconds(90);
    private static final Duration CONVERGES_WITHIN = Duration.ofMinutes(5);
    private static final Set<String> FINAL = Set.of("Succeeded", "Failed");
    private static final Set<String> WHILE_DELETED = Set.of("DeleteAllPoints", "RemoveFinalizer");

    /**
     * How it went.
     *
     * @param killed whether the victim was there and died
     * @param attempts of the job
     * @param took from the job's creation to its end
     * @param converged from the kill to the job's end
     * @param problems what did not hold; empty where all did
     */
    public record Outcome(
            Kill kill,
            boolean killed,
            int attempts,
            Duration took,
            Duration converged,
            List<String> problems) {}

    private final Skerry skerry;
    private final Repository repository;
    private final FaultFolder faults;

    public KillRun(Skerry skerry, Repository repository) {
        this.skerry = skerry;
        this.repository = repository;
        this.faults = new FaultFolder(skerry.faults());
    }

    /** Runs a job to its end with nobody killed, as a measure of how long that takes. */
    public Duration undisturbed() throws IOException {
        var subject = Subject.of(skerry.namespace("calm"), "app", repository);
        var begun = Instant.now();
        create(subject);
        skerry.until(
                subject.namespace(),
                subject.name(),
                s -> FINAL.contains(String.valueOf(s.phase())));
        var took = Duration.between(begun, Instant.now());
        delete(subject);
        return took;
    }

    public Outcome run(Kill kill) throws IOException {
        var subject = Subject.of(skerry.namespace("kill"), "app", repository);
        var points = new StoredPoints(skerry.qdrant(), subject);
        var problems = new ArrayList<String>();
        var begun = Instant.now();
        boolean late =
                kill.moment() instanceof Kill.Moment.At at
                        && WHILE_DELETED.stream().anyMatch(a -> at.point().endsWith(a));
        boolean killed = false;
        Instant died = begun;
        Optional<IngestionJobStatus> end;
        try (var watch = new JobWatch(skerry, subject.namespace(), subject.name())) {
            if (!late) arm(kill);
            if (!needsNewCollection(kill))
                points.prepare("r0-a1-earlier", List.of("gone.py", "app/m1.py"));
            create(subject);
            if (!late) {
                killed = strike(kill, begun);
                died = Instant.now();
            }
            end = awaitEnd(subject);
            watch.close();
            problems.addAll(watch.problems());
            if (watch.looks() == 0) problems.add("the job was never looked at");
        } finally {
            faults.release();
        }
        var ended = Instant.now();
        if (end.isEmpty())
            problems.add(
                    "no end within "
                            + CONVERGES_WITHIN.toSeconds()
                            + " s: "
                            + skerry.status(subject.namespace(), subject.name()));
        else problems.addAll(new Invariants(skerry, subject, end.get()).broken());
        var remains = new Remains(skerry, subject);
        problems.addAll(remains.processes());
        try {
            if (late) arm(kill);
            delete(subject);
            if (late) {
                killed = strike(kill, Instant.now());
                died = Instant.now();
            }
        } finally {
            faults.release();
        }
        problems.addAll(remains.afterDeletion());
        if (late) ended = Instant.now();
        points.deleteCollection();
        skerry.kubernetes().namespaces().withName(subject.namespace()).delete();
        return new Outcome(
                kill,
                killed,
                end.map(s -> s.attempts().size()).orElse(0),
                Duration.between(begun, ended),
                Duration.between(died, ended),
                List.copyOf(problems));
    }

    private static boolean needsNewCollection(Kill kill) {
        return kill.moment() instanceof Kill.Moment.At at
                && at.point().endsWith("EnsureCollection");
    }

    private void arm(Kill kill) {
        if (kill.moment() instanceof Kill.Moment.At at) faults.hold(at.point());
    }

    /** Returns whether somebody was killed; the point is not reached by every job. */
    private boolean strike(Kill kill, Instant begun) {
        switch (kill.moment()) {
            case Kill.Moment.At at -> {
                for (int passed = 0; ; passed++) {
                    if (faults.awaitStanding(at.point(), REACHED_WITHIN).isEmpty()) return false;
                    if (passed == at.passes()) break;
                    faults.letPass(at.point());
                }
            }
            case Kill.Moment.After after -> {
                var at = begun.plus(after.time());
                Awaitility.await()
                        .atMost(after.time().plusSeconds(5))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !Instant.now().isBefore(at));
            }
        }
        boolean killed = kill.victim().kill(skerry);
        faults.release();
        if (kill.victim() == Victim.DAEMON) skerry.up();
        return killed;
    }

    private void create(Subject subject) {
        skerry.apply(
                subject.namespace(),
                """
                apiVersion: skerry.dev/v1alpha1
                kind: IngestionJob
                metadata: {name: %s}
                spec:
                  repository: {url: "%s"}
                  collection: {name: %s, deletionPolicy: Delete}
                """
                        .formatted(subject.name(), subject.url(), Subject.COLLECTION));
    }

    private Optional<IngestionJobStatus> awaitEnd(Subject subject) {
        try {
            return Optional.of(
                    Awaitility.await()
                            .atMost(CONVERGES_WITHIN)
                            .pollInterval(Duration.ofMillis(200))
                            .ignoreExceptions()
                            .until(
                                    () -> skerry.status(subject.namespace(), subject.name()),
                                    s -> s != null && FINAL.contains(String.valueOf(s.phase()))));
        } catch (ConditionTimeoutException e) {
            return Optional.empty();
        }
    }

    private void delete(Subject subject) {
        Awaitility.await("deletion of " + subject.namespace())
                .atMost(Skerry.PATIENCE)
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(
                        () -> {
                            skerry.kubernetes()
                                    .resources(IngestionJob.class)
                                    .inNamespace(subject.namespace())
                                    .withName(subject.name())
                                    .delete();
                            return true;
                        });
    }
}
