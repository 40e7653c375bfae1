package dev.skerry.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.local.cluster.ClusterState.Condition;
import dev.skerry.local.cluster.ClusterState.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The daemon's stop comes just when some part is being called: as it prepares, starts, runs, ends.
 */
class StopTest {
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch now = new CountDownLatch(1);

    @TempDir private Path folder;
    private Board board;
    private PlayedPart side;

    static IntStream moments() {
        return IntStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("moments")
    @Timeout(20)
    void aStopAtAnyMomentEndsEverythingAndSaysNothingElse(int moment) throws Exception {
        board = new Board(new StateFile(folder), "build");
        var base = new PlayedPart("base", Set.of(), call -> called(moment));
        side = new PlayedPart("side", Set.of("base"), call -> called(moment));
        var top = new PlayedPart("top", Set.of("side"), call -> called(moment));
        side.refuses = "not yet";
        var parts = List.of(base, side, top);
        var pace =
                new Supervisor.Pace(
                        Duration.ofMillis(2), Duration.ofSeconds(9), Duration.ofMillis(1));
        var supervisor = new Supervisor(board, List.copyOf(parts), new Disk(folder), pace);
        supervisor.start();
        assertThat(now.await(10, TimeUnit.SECONDS)).isTrue();
        supervisor.stop();
        int all = calls.get();

        assertThat(parts).noneMatch(part -> part.running);
        assertThat(board.state().phase()).isEqualTo(Phase.STOPPING);
        assertThat(board.state().components())
                .allMatch(part -> part.condition() == Condition.STOPPED && part.detail().isEmpty());
        board.phase(Phase.STOPPED, "");
        board.flush();
        assertThat(new StateFile(folder).read().orElseThrow().phase()).isEqualTo(Phase.STOPPED);
        assertThat(calls).hasValue(all);
    }

    /** The call of that number goes on only when the stop has begun. */
    private void called(int moment) {
        int call = calls.incrementAndGet();
        if (call == 20) side.refuses = "";
        if (call != moment) return;
        now.countDown();
        while (board.state().phase() != Phase.STOPPING) LockSupport.parkNanos(100_000);
    }
}
