package dev.skerry.local.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.local.cluster.ClusterState.Component;
import dev.skerry.local.cluster.ClusterState.Condition;
import dev.skerry.local.cluster.ClusterState.Phase;
import dev.skerry.local.controlplane.Children;
import dev.skerry.local.controlplane.TestDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real child processes, and everything they and the supervisor write on a disk that gets full. */
class FullDiskTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir private Path folder;
    private TestDisk disk;
    private Children children;
    private Board board;
    private Supervisor supervisor;

    @BeforeEach
    void cluster() throws Exception {
        try {
            disk = TestDisk.mount(folder.resolve("disk"), 4);
        } catch (IOException e) {
            Assumptions.abort("needs a disk of its own, which is refused: " + e.getMessage());
        }
        children = Children.open(state().resolve("children"));
        board = new Board(new StateFile(state()), "build");
        Part writer =
                part(
                        "writer",
                        Set.of(),
                        "while dd if=/dev/zero bs=64k count=1 of=d; do :; done; exit 9");
        Part idle = part("idle", Set.of("writer"), "exec sleep 300");
        var pace =
                new Supervisor.Pace(
                        Duration.ofMillis(10), Duration.ofMillis(200), Duration.ofMillis(20));
        supervisor = new Supervisor(board, List.of(writer, idle), new Disk(state()), pace);
        supervisor.start();
        await(Phase.READY);
    }

    @AfterEach
    void stop() throws Exception {
        if (disk == null) return;
        supervisor.stop();
        children.close();
        disk.close();
    }

    @Test
    void partsThatAFullDiskEndedSayWhyAndRunAgainWhenItIsFree() throws Exception {
        Path filling = disk.fill();
        until(
                () ->
                        part("writer").failures() > 2
                                && part("writer").condition() == Condition.BACKOFF);
        assertThat(part("writer").detail())
                .startsWith("the disk of " + state() + " is full")
                .matches(PlainWords::arePlain);
        assertThat(part("idle").processes()).as("runs on").hasSize(1);

        Files.delete(filling);
        await(Phase.READY);
        assertThat(part("idle").restarts()).isZero();
        until(this::isWritten);
    }

    @Test
    void aLogThatCannotBeKeptAsideIsCutAllTheSame() throws Exception {
        var log = new LogFile(state().resolve("x.log"));
        try (var file = FileChannel.open(log.path(), CREATE, WRITE)) {
            file.write(ByteBuffer.wrap("end".getBytes(US_ASCII)), LogFile.MOST);
        }
        disk.fill();
        log.trim();
        assertThat(log.path()).isEmptyFile();
        assertThat(state().resolve("x.log.1")).doesNotExist();
    }

    private boolean isWritten() {
        board.flush();
        try {
            return new StateFile(state()).read().filter(board.state()::equals).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path state() {
        return disk.folder();
    }

    private ProgramPart part(String name, Set<String> needs, String script) {
        Path work = state().resolve(name);
        return new ProgramPart(
                name,
                name,
                needs,
                children,
                work,
                state().resolve("logs/" + name + ".log"),
                Duration.ofSeconds(5),
                said -> {
                    OwnedFiles.write(state().resolve(name + ".json"), new byte[8192]);
                    return new ProgramPart.Launch(
                            List.of("/bin/sh", "-c", script), Map.of(), () -> "", "", "");
                });
    }

    private Component part(String name) {
        return board.state().component(name).orElseThrow();
    }

    private void await(Phase phase) throws Exception {
        until(
                () -> {
                    board.flush();
                    return board.state().phase() == phase;
                });
    }

    private static void until(java.util.function.BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new TimeoutException("not within " + LIMIT);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
