package dev.skerry.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Processes killed while a job runs: it ends well all the same, and nothing is there twice. */
class IngestionFaultTest {
    private static final int MODULES = 400;
    private static final String LONG = "}\n  embedding: {epochs: 400, walksPerNode: 10}";

    private final Skerry skerry = Skerry.running();

    @Test
    void aKilledProgramIsTriedAgainAndLeavesNothingTwice() throws Exception {
        var repository = Repository.of(MODULES);
        var namespace = skerry.namespace("killed");
        skerry.applyJob(namespace, "app", repository.path, LONG);
        var running =
                skerry.until(
                        namespace,
                        "app",
                        s -> s.progress() != null && "Embed".equals(s.progress().stage()));
        Skerry.trainer(running.attempts().getLast().podUid()).destroyForcibly();

        skerry.until(namespace, "app", s -> Map.of("Node", 1L).equals(s.failures()));
        var status = skerry.until(namespace, "app", s -> "Succeeded".equals(s.phase()));
        assertThat(status.attempts()).hasSize(2);
        assertThat(status.attempts().getFirst().exitCode()).isEqualTo(137);
        assertThat(skerry.points(status.result().collection(), "job", "app"))
                .isEqualTo(status.result().files());
        assertThat(status.result().artifact().version()).isEqualTo("v1");
    }

    @Test
    void aJobOutlivesItsOperator() throws Exception {
        var repository = Repository.of(MODULES);
        var namespace = skerry.namespace("headless");
        skerry.applyJob(namespace, "app", repository.path, LONG);
        var before =
                skerry.until(
                        namespace,
                        "app",
                        s -> s.progress() != null && "Embed".equals(s.progress().stage()));
        var operator = operator();
        assertThat(operator.destroyForcibly()).isTrue();
        operator.onExit().get(10, TimeUnit.SECONDS);

        var status = skerry.until(namespace, "app", s -> "Succeeded".equals(s.phase()));
        assertThat(status.attempts()).hasSize(1);
        assertThat(status.attempts().getLast().podUid())
                .isEqualTo(before.attempts().getLast().podUid());
        assertThat(status.failures()).isNull();
    }

    @Test
    void suspendEndsTheAttemptAndResumeIsTheNextOne() throws Exception {
        var repository = Repository.of(MODULES);
        var namespace = skerry.namespace("paused");
        skerry.applyJob(namespace, "app", repository.path, LONG);
        skerry.until(namespace, "app", s -> s.progress() != null);
        skerry.applyJob(namespace, "app", repository.path, LONG + "\n  suspend: true");
        var suspended =
                skerry.until(
                        namespace,
                        "app",
                        s ->
                                "Suspended".equals(s.phase())
                                        && s.attempts().getLast().endedAt() != null);
        assertThat(suspended.attempts().getLast().ending()).isEqualTo("Suspended");
        assertThat(suspended.failures()).isNull();
        assertThat(skerry.kubernetes().pods().inNamespace(namespace).list().getItems())
                .noneMatch(p -> "Running".equals(p.getStatus().getPhase()));

        skerry.applyJob(
                namespace,
                "app",
                repository.path,
                "}\n  embedding: {epochs: 400, walksPerNode: 10}\n  suspend: false");
        var status = skerry.until(namespace, "app", s -> "Succeeded".equals(s.phase()));
        assertThat(status.run()).isEqualTo(1);
        assertThat(status.attempts()).hasSize(2);
    }

    @Test
    void aDeletedJobTakesItsPodsAlong() throws Exception {
        var repository = Repository.of(MODULES);
        var namespace = skerry.namespace("deleted");
        skerry.applyJob(namespace, "app", repository.path, LONG);
        var running =
                skerry.until(
                        namespace,
                        "app",
                        s -> s.attempts() != null && s.attempts().getLast().podUid() != null);
        var process = Skerry.trainer(running.attempts().getLast().podUid());
        skerry.kubernetes()
                .genericKubernetesResources("skerry.dev/v1alpha1", "IngestionJob")
                .inNamespace(namespace)
                .withName("app")
                .delete();
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(60));
        Awaitility.await()
                .atMost(Skerry.PATIENCE)
                .until(
                        () ->
                                skerry.kubernetes()
                                                .pods()
                                                .inNamespace(namespace)
                                                .list()
                                                .getItems()
                                                .isEmpty()
                                        && skerry
                                                .kubernetes()
                                                .configMaps()
                                                .inNamespace(namespace)
                                                .list()
                                                .getItems()
                                                .stream()
                                                .noneMatch(
                                                        c ->
                                                                c.getMetadata()
                                                                        .getName()
                                                                        .startsWith("app-")));
    }

    private static ProcessHandle operator() {
        return ProcessHandle.allProcesses()
                .filter(
                        p ->
                                p.info()
                                        .commandLine()
                                        .filter(
                                                c ->
                                                        c.contains("quarkus-run.jar")
                                                                && c.contains("skerry-e2e"))
                                        .isPresent())
                .findFirst()
                .orElseThrow();
    }
}
