package dev.skerry.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.local.cluster.ClusterState.Condition;
import dev.skerry.local.cluster.ClusterState.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Scripted base = new Scripted("base", Set.of());
    private final Scripted side = new Scripted("side", Set.of());
    private final Scripted top = new Scripted("top", Set.of("base", "side"));

    @TempDir private Path folder;
    private Board board;
    private Supervisor supervisor;

    @BeforeEach
    void supervisor() {
        board = new Board(new StateFile(folder), "build");
        supervisor = new Supervisor(board, List.of(base, side, top));
    }

    @AfterEach
    void stop() throws InterruptedException {
        supervisor.stop();
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
        assertThat(board.state().components())
                .allMatch(part -> part.condition() == Condition.STOPPED);
    }

    @Test
    void whatFailsAtTheFirstStartFailsTheClusterAndSaysWhy() throws Exception {
        side.refuses = "no such program";
        supervisor.start();
        assertThat(supervisor.awaitFailure(Duration.ofSeconds(20))).isTrue();
        assertThat(board.state().phase()).isEqualTo(Phase.FAILED);
        assertThat(board.state().message()).isEqualTo("side: no such program");
        supervisor.stop();
        assertThat(board.state().component("side"))
                .hasValueSatisfying(
                        part -> assertThat(part.condition()).isEqualTo(Condition.FAILED));
        assertThat(events).doesNotContain("start top");
    }

    @Test
    void aBugInAPartFailsTheClusterToo() throws Exception {
        side.breaks = true;
        supervisor.start();
        assertThat(supervisor.awaitFailure(Duration.ofSeconds(20))).isTrue();
        assertThat(board.state().message()).contains("side").contains("broken");
    }

    @Test
    void whatEndsByItselfIsStartedAgain() throws Exception {
        supervisor.start();
        await(() -> board.state().phase() == Phase.READY);
        events.clear();
        top.ended = true;
        assertThat(next()).isEqualTo("stop top");
        assertThat(next()).isEqualTo("start top");
        await(() -> board.state().phase() == Phase.READY);
        assertThat(board.state().component("top").orElseThrow().restarts()).isEqualTo(1);
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
        assertThat(board.state().component("top").orElseThrow().restarts()).isZero();
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
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    private final class Scripted implements Part {
        private final String name;
        private final Set<String> needs;
        private volatile String refuses = "";
        private volatile boolean breaks;
        private volatile boolean ended;
        private volatile String problem = "";

        Scripted(String name, Set<String> needs) {
            this.name = name;
            this.needs = needs;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String title() {
            return name;
        }

        @Override
        public Set<String> needs() {
            return needs;
        }

        @Override
        public void start(Said said) throws IOException {
            events.add("start " + name);
            if (breaks) throw new IllegalStateException("broken");
            if (!refuses.isEmpty()) throw new IOException(refuses);
            ended = false;
        }

        @Override
        public String problem() {
            return problem;
        }

        @Override
        public boolean ended() {
            return ended;
        }

        @Override
        public String detail() {
            return "";
        }

        @Override
        public String endpoint() {
            return "";
        }

        @Override
        public Path log() {
            return null;
        }

        @Override
        public List<ClusterState.ProcessId> processes() {
            return List.of();
        }

        @Override
        public void stop(Duration bound) {
            events.add("stop " + name);
        }
    }
}
