package dev.skerry.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.local.cluster.ClusterState.Component;
import dev.skerry.local.cluster.ClusterState.Condition;
import dev.skerry.local.cluster.ClusterState.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupervisorTest {
    private static final Supervisor.Pace QUICK =
            new Supervisor.Pace(Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofMillis(5));

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final PlayedPart base = new PlayedPart("base", Set.of(), this::note);
    private final PlayedPart side = new PlayedPart("side", Set.of(), this::note);
    private final PlayedPart top = new PlayedPart("top", Set.of("base", "side"), this::note);

    @TempDir private Path folder;
    private Board board;
    private Supervisor supervisor;

    @BeforeEach
    void supervisor() {
        board = new Board(new StateFile(folder), "build");
        supervisor =
                new Supervisor(board, List.of(base, side, top), new Disk(Path.of("/none")), QUICK);
    }

    @AfterEach
    void stop() throws InterruptedException {
        List<String> said = board.state().components().stream().map(Component::detail).toList();
        supervisor.stop();
        assertThat(said).allMatch(PlainWords::arePlain);
    }

    @Test
    void aPartStartsWhenThoseItNeedsAreHealthy() throws Exception {
        assertThat(supervisor.ranks()).containsExactly(List.of(base, side), List.of(top));
        supervisor.start();
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("start base", "start side");
        assertThat(next()).isEqualTo("start top");
        await(() -> board.state().phase() == Phase.READY);
        assertThat(board.state().components())
                .allMatch(part -> part.condition() == Condition.HEALTHY);
    }

    @Test
    void allEndInTheOppositeOrder() throws Exception {
        supervisor.start();
        await(() -> board.state().phase() == Phase.READY);
        events.clear();
        supervisor.stop();
        assertThat(next()).isEqualTo("stop top");
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("stop base", "stop side");
        assertThat(board.state().phase()).isEqualTo(Phase.STOPPING);
        assertThat(board.state().components())
                .allMatch(part -> part.condition() == Condition.STOPPED);
    }

    @Test
    void whatDoesNotStartSaysWhyAndIsTriedUntilItDoes() throws Exception {
        side.refuses = "/s/x: No space left on device\n\tat dev.skerry.Side.start(Side.java:1)";
        supervisor.start();
        await(() -> part("side").failures() > 5);
        await(() -> part("side").condition() == Condition.BACKOFF);
        assertThat(part("side").detail()).isEqualTo("/s/x: No space left on device");
        assertThat(part("top").condition()).isEqualTo(Condition.WAITING);
        assertThat(board.state().phase()).isEqualTo(Phase.STARTING);
        assertThat(top.running).isFalse();
        side.refuses = "";
        await(() -> board.state().phase() == Phase.READY);
        assertThat(part("side").failures()).isZero();
        assertThat(part("side").nextAt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prepare", "start", "started", "ended", "problem", "stop"})
    void anErrorOfOursInAPartIsTriedAgainToo(String call) throws Exception {
        top.throwsIn = call;
        if (call.equals("stop")) top.refuses = "not yet";
        supervisor.start();
        if (!call.equals("prepare")) await(() -> part("top").restarts() > 2);
        top.throwsIn = "";
        top.refuses = "";
        await(() -> board.state().phase() == Phase.READY);
        assertThat(top.running).isTrue();
    }

    @Test
    void whatEndsByItselfIsStartedAgain() throws Exception {
        supervisor.start();
        await(() -> board.state().phase() == Phase.READY);
        events.clear();
        top.ended = "exit code 3";
        assertThat(next()).isEqualTo("stop top");
        assertThat(next()).isEqualTo("start top");
        await(() -> board.state().phase() == Phase.READY);
        assertThat(part("top").restarts()).isEqualTo(1);
    }

    @Test
    void whatEndsWhileAPartItNeedsIsSickWaitsForThatOne() throws Exception {
        supervisor.start();
        await(() -> board.state().phase() == Phase.READY);
        base.refuses = "the disk is full";
        base.ended = "exit code 1";
        await(() -> part("base").failures() > 1);
        events.clear();
        top.ended = "it lost its lease";
        await(() -> part("top").condition() == Condition.WAITING);
        assertThat(part("top").detail()).isEqualTo("after base");
        assertThat(events).doesNotContain("start top");
        base.refuses = "";
        await(() -> board.state().phase() == Phase.READY);
        assertThat(events).contains("start top");
    }

    @Test
    void aPartIsNotStartedAgainForTheTroubleOfOneItNeeds() throws Exception {
        supervisor.start();
        await(() -> board.state().phase() == Phase.READY);
        base.problem = "etcd does not run";
        top.throwsIn = "problem";
        await(() -> part("top").condition() == Condition.UNHEALTHY);
        await(() -> part("base").restarts() > 1);
        assertThat(part("top").detail()).isEqualTo("after base");
        assertThat(part("top").restarts()).isZero();
        base.problem = "";
        await(() -> part("top").restarts() > 0);
        top.throwsIn = "";
        await(() -> board.state().phase() == Phase.READY);
    }

    @Test
    void aPartIsStartedAgainWhenOneItNeedsListensElsewhere() throws Exception {
        base.endpoint = "http://127.0.0.1:1";
        supervisor.start();
        await(() -> board.state().phase() == Phase.READY);
        base.endpoint = "http://127.0.0.1:2";
        await(() -> part("top").restarts() == 1);
        await(() -> board.state().phase() == Phase.READY);
        assertThat(part("top").restarts()).isEqualTo(1);
    }

    @Test
    void aSickPartDegradesTheClusterUntilItIsWell() throws Exception {
        supervisor.start();
        await(() -> board.state().phase() == Phase.READY);
        top.problem = "does not answer";
        await(() -> board.state().phase() == Phase.DEGRADED);
        assertThat(board.state().message()).isEqualTo("top: not healthy");
        top.problem = "";
        await(() -> board.state().phase() == Phase.READY);
    }

    private Component part(String name) {
        return board.state().component(name).orElseThrow();
    }

    private void note(String call) {
        if (call.startsWith("start ") || call.startsWith("stop ")) events.add(call);
    }

    private String next() throws Exception {
        String event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) throw new TimeoutException("no event within 20 s");
        return event;
    }

    private static void await(BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new TimeoutException("not within 20 s");
            LockSupport.parkNanos(1_000_000);
        }
    }
}
