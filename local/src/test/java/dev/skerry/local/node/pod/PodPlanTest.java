package dev.skerry.local.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.local.node.pod.PodPlan.RestartPolicy;
import dev.skerry.local.node.pod.PodPlan.Step;
import dev.skerry.local.node.state.ContainerRecord;
import dev.skerry.local.node.state.ContainerRecord.Kind;
import dev.skerry.local.node.state.PodRecord;
import dev.skerry.local.node.state.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PodPlanTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static PodRecord pod(ContainerRecord... containers) {
        return new PodRecord(
                "u", "ns", "p", "10.244.0.1", NOW, "", "", "", false, List.of(containers));
    }

    private static ContainerRecord fresh(String name, Kind kind) {
        return ContainerRecord.fresh(name, kind);
    }

    private static ContainerRecord running(String name, Kind kind) {
        return fresh(name, kind).running(new RunState.Running(NOW.minusSeconds(5), 7, 7));
    }

    private static ContainerRecord ended(String name, Kind kind, int code) {
        return running(name, kind)
                .ended(new RunState.Ended(NOW.minusSeconds(5), NOW, code, 0, "Error", ""));
    }

    @Test
    void initContainersStartOneAfterTheOther() {
        var first = pod(fresh("a", Kind.INIT), fresh("b", Kind.INIT), fresh("m", Kind.MAIN));
        assertThat(PodPlan.decide(first, RestartPolicy.NEVER, NOW))
                .containsExactly(new Step.Start("a"));
        var second = pod(ended("a", Kind.INIT, 0), fresh("b", Kind.INIT), fresh("m", Kind.MAIN));
        assertThat(PodPlan.decide(second, RestartPolicy.NEVER, NOW))
                .containsExactly(new Step.Start("b"));
    }

    @Test
    void aFailedInitContainerFailsAPodThatMayNotRestart() {
        var pod = pod(ended("a", Kind.INIT, 1), fresh("m", Kind.MAIN));
        assertThat(PodPlan.decide(pod, RestartPolicy.NEVER, NOW))
                .containsExactly(new Step.Finish("Failed"));
        assertThat(PodPlan.decide(pod, RestartPolicy.ALWAYS, NOW))
                .containsExactly(new Step.Start("a"));
    }

    @Test
    void aPodSucceedsWhenAllItsContainersHave() {
        assertThat(
                        PodPlan.decide(
                                pod(ended("m", Kind.MAIN, 0), ended("n", Kind.MAIN, 0)),
                                RestartPolicy.ON_FAILURE,
                                NOW))
                .containsExactly(new Step.Finish("Succeeded"));
        assertThat(
                        PodPlan.decide(
                                pod(ended("m", Kind.MAIN, 0), running("n", Kind.MAIN)),
                                RestartPolicy.NEVER,
                                NOW))
                .isEmpty();
    }

    @Test
    void theSecondCrashWaitsTenSeconds() {
        var twice =
                ended("m", Kind.MAIN, 1)
                        .running(new RunState.Running(NOW, 8, 8))
                        .ended(new RunState.Ended(NOW, NOW, 1, 0, "Error", ""));
        assertThat(PodPlan.decide(pod(twice), RestartPolicy.ALWAYS, NOW))
                .containsExactly(
                        new Step.BackOff("m", Duration.ofSeconds(10), NOW.plusSeconds(10)));
        assertThat(
                        PodPlan.decide(
                                pod(twice.waiting("CrashLoopBackOff", "")),
                                RestartPolicy.ALWAYS,
                                NOW.plusSeconds(10)))
                .containsExactly(new Step.Start("m"));
        assertThat(twice.restarts()).isEqualTo(1);
    }

    @Test
    void theBackOffDoublesUpToFiveMinutes() {
        assertThat(List.of(1, 2, 3, 4, 7, 1000).stream().map(PodPlan::backOff))
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(40),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5));
    }

    @Test
    void aLongRunForgivesEarlierCrashes() {
        var record =
                ended("m", Kind.MAIN, 1)
                        .running(new RunState.Running(NOW, 8, 8))
                        .ended(new RunState.Ended(NOW, NOW.plusSeconds(600), 1, 0, "Error", ""));
        assertThat(record.crashes()).isEqualTo(1);
    }

    @Test
    void sidecarsStopWhenTheMainContainersAreOver() {
        var pod = pod(running("s", Kind.SIDECAR), ended("m", Kind.MAIN, 0));
        assertThat(PodPlan.decide(pod, RestartPolicy.NEVER, NOW))
                .containsExactly(new Step.StopSidecars());
        var after = pod(ended("s", Kind.SIDECAR, 143), ended("m", Kind.MAIN, 0));
        assertThat(PodPlan.decide(after, RestartPolicy.NEVER, NOW))
                .containsExactly(new Step.Finish("Succeeded"));
    }

    @Test
    void aSidecarThatCrashesIsStartedAgainBesideTheOthers() {
        var pod = pod(ended("s", Kind.SIDECAR, 1), running("m", Kind.MAIN));
        assertThat(PodPlan.decide(pod, RestartPolicy.NEVER, NOW))
                .containsExactly(new Step.Start("s"));
    }

    @Test
    void whatRanWhenTheNodeDiedIsLostAndItsPolicyDecides() {
        var pod = pod(running("m", Kind.MAIN));
        var never = Recovery.recover(pod, RestartPolicy.NEVER, NOW);
        assertThat(never.phase()).isEqualTo("Failed");
        assertThat(never.disrupted()).isTrue();
        var always = Recovery.recover(pod, RestartPolicy.ALWAYS, NOW);
        assertThat(always.isOver()).isFalse();
        assertThat(PodPlan.decide(always, RestartPolicy.ALWAYS, NOW))
                .containsExactly(new Step.Start("m"));
    }

    @Test
    void whatHadEndedBeforeTheNodeDiedIsNotLost() {
        var pod = pod(ended("m", Kind.MAIN, 0));
        assertThat(Recovery.recover(pod, RestartPolicy.NEVER, NOW)).isEqualTo(pod);
    }
}
