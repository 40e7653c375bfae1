package dev.skerry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.cli.build.Checkout;
import dev.skerry.cli.cluster.PlayedCluster;
import dev.skerry.cli.cluster.TakeBack;
import dev.skerry.cli.cluster.Up;
import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Terminal;
import dev.skerry.local.cluster.ClusterState.Phase;
import dev.skerry.local.cluster.PlainWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A demo with a played cluster and a played job. Whatever the demo asks of them is a moment, at
 * which the signal of a Ctrl-C can come: just before they do it, or just after.
 */
@Timeout(30)
class InterruptedDemoTest {
    private static final int MOMENTS = 20;
    private static final IngestionJobStatus STATUS =
            new ObjectMapper().convertValue(Map.of(), IngestionJobStatus.class);

    @TempDir private Path folder;
    private final PrintStream screen = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PlayedJob job = new PlayedJob();
    private TakeBack takeBack;
    private PlayedCluster cluster;
    private int calls;
    private int signalAt;
    private boolean afterwards;
    private Thread signal = new Thread();
    private boolean shown;

    static Stream<Arguments> moments() {
        return Stream.iterate(1, n -> n <= MOMENTS, n -> n + 1)
                .flatMap(n -> Stream.of(Arguments.of(n, false), Arguments.of(n, true)));
    }

    @BeforeEach
    void checkout() throws IOException {
        Files.createDirectories(folder.resolve("target/skerry"));
        Files.writeString(folder.resolve("target/skerry/built"), "built\n");
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        takeBack = new TakeBack(System.err);
        cluster = new PlayedCluster(folder, this::moment);
    }

    @AfterEach
    void everythingSaidIsPlain() {
        System.setErr(screen);
        assertThat(said()).matches(PlainWords::arePlain).doesNotContain("null");
    }

    @ParameterizedTest
    @MethodSource("moments")
    void aSignalAtAnyMomentLeavesNothing(int moment, boolean after) throws Exception {
        signalAt = moment;
        afterwards = after;
        assertThat(demo()).isEqualTo(TakeBack.INTERRUPTED);
        signal.join();
        assertThat(calls).as("the demo ended at once").isLessThan(moment + 3);
        assertThat(cluster.isRunning()).isFalse();
        assertThat(cluster.lastState().orElseThrow().phase()).isEqualTo(Phase.STOPPED);
        assertThat(job.exists).isFalse();
        assertThat(shown).isFalse();
        assertThat(said()).doesNotContain("cannot take");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void withoutASignalAllIsMadeAndStays() throws Exception {
        assertThat(demo()).isZero();
        takeBack.stop();
        assertThat(calls).isGreaterThanOrEqualTo(MOMENTS);
        assertThat(cluster.isRunning()).isTrue();
        assertThat(job.exists).isTrue();
        assertThat(shown).isTrue();
        cluster.force();
    }

    @Test
    void aSignalSparesAClusterThatRanBefore() throws Exception {
        cluster.start("built");
        for (int look = 0; look < 9; look++) cluster.state();
        signalAt = calls + 9;
        assertThat(demo()).isEqualTo(TakeBack.INTERRUPTED);
        signal.join();
        assertThat(cluster.isRunning()).isTrue();
        assertThat(job.exists).isFalse();
        assertThat(said()).doesNotContain("Stopping the cluster");
    }

    @Test
    void aJobThatIsRefusedWasNeverMadeAndTheClusterGoes() {
        job.refuses = true;
        assertThatThrownBy(this::demo).hasMessage("no such URL");
        assertThat(said()).contains("Stopping the cluster").doesNotContain("Removing the job");
        assertThat(cluster.isRunning()).isFalse();
    }

    @Test
    void aPartThatFailsThriceIsTheReasonAndTheClusterGoes() {
        cluster.fails();
        assertThatThrownBy(this::demo)
                .hasMessageStartingWith("operator: no space left\n  logs: ")
                .hasMessageNotContaining("goes on trying");
        assertThat(cluster.isRunning()).isFalse();
    }

    @Test
    void aClusterThatRanBeforeIsNotStoppedForAPartThatFails() {
        cluster.start("built");
        for (int look = 0; look < 9; look++) cluster.state();
        cluster.fails();
        assertThatThrownBy(this::demo).hasMessageContaining("it goes on trying");
        assertThat(cluster.isRunning()).isTrue();
    }

    @Test
    void aDaemonThatEndsBeforeItHasSaidAnythingIsToldByItsLog() {
        cluster.endsAtOnce();
        assertThatThrownBy(this::demo)
                .hasMessageMatching(
                        "(?s)the cluster's daemon ended.*its last words:\\s+it had no memory.*");
    }

    private int demo() throws IOException, InterruptedException {
        var terminal = new Terminal(false, false, 80, false);
        var demo =
                new Demo(
                        Source.of("https://example.org/x.git"),
                        cluster,
                        environment -> job,
                        this::show,
                        Duration.ofSeconds(20),
                        new Paint(false));
        var up = new Up(new Checkout(folder), cluster, terminal, takeBack, Duration.ofMillis(1));
        return takeBack.run(work -> demo.run(up, work));
    }

    private int show(IngestionJobStatus status, Map<String, String> environment) {
        shown = true;
        return 0;
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private void moment(Runnable effect) {
        boolean now = ++calls == signalAt;
        if (now && !afterwards) signal();
        effect.run();
        if (now && afterwards) signal();
    }

    /** Returns when the signal has been heard. */
    private void signal() {
        signal = Thread.ofPlatform().start(takeBack::stop);
        while (!Thread.currentThread().isInterrupted()) LockSupport.parkNanos(10_000);
    }

    private final class PlayedJob implements Demo.Job {
        private volatile boolean exists;
        private boolean refuses;

        @Override
        public void prepare() {
            moment(() -> {});
        }

        @Override
        public void create() throws IOException {
            if (refuses) throw new Demo.Refused("no such URL", new IOException());
            moment(() -> exists = true);
        }

        @Override
        public IngestionJobStatus follow(Duration limit) throws InterruptedException {
            for (int look = 0; look < 12; look++) {
                moment(() -> {});
                if (Thread.interrupted()) throw new InterruptedException();
            }
            return STATUS;
        }

        @Override
        public void delete() {
            exists = false;
        }

        @Override
        public void close() {}
    }
}
