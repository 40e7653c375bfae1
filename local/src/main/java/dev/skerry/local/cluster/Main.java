package dev.skerry.local.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon: keeps the local cluster of one checkout running until SIGTERM. */
public final class Main {
    /** Exit code where another daemon lives. */
    public static final int ALREADY = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Duration LOCK_WAIT = Duration.ofSeconds(3);

    /**
     * Referred to until the process is gone: a channel that nobody refers to is closed, and its
     * lock with it.
     */
    private static FileChannel held;

    private Main() {}

    /** Arguments: state folder, cache folder, programs' folder, hash of the build. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 4) {
            System.err.println("arguments: STATE CACHE PROGRAMS BUILD; started by skerry up");
            System.exit(2);
        }
        Path state = Path.of(arguments[0]);
        held =
                FileChannel.open(
                        LocalCluster.lockFile(state),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = lock(held);
        if (lock == null) {
            LOG.info("daemon.exists state={}", state);
            System.exit(ALREADY);
        }
        System.exit(run(state, Path.of(arguments[1]), Path.of(arguments[2]), arguments[3]));
    }

    /** The lock; a look by {@link LocalCluster#isRunning} may hold it for a moment. */
    private static FileLock lock(FileChannel channel) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LOCK_WAIT.toNanos();
        FileLock lock = channel.tryLock();
        while (lock == null && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
            lock = channel.tryLock();
        }
        return lock;
    }

    private static int run(Path state, Path cache, Path programs, String build)
            throws InterruptedException {
        var stop = StopRequest.listen();
        var board = new Board(new StateFile(state), build);
        Thread.ofPlatform().daemon().name("board").start(() -> write(board));
        LOG.info("daemon.started pid={} build={}", ProcessHandle.current().pid(), build);
        try (var cluster = Assembly.open(state, cache, new Programs(programs), board)) {
            var supervisor = new Supervisor(board, cluster.parts(), new Disk(state));
            if (!stop.isAsked()) supervisor.start();
            while (!stop.await(Duration.ofHours(1))) {
                LOG.info("daemon.alive phase={}", board.state().phase());
            }
            supervisor.stop();
            cluster.close();
            board.phase(ClusterState.Phase.STOPPED, "");
        } catch (IOException | RuntimeException e) {
            LOG.error("daemon.failed", e);
            board.phase(ClusterState.Phase.FAILED, PlainWords.of(e));
            return 1;
        } finally {
            board.flush();
            LOG.info("daemon.ended phase={}", board.state().phase());
            stop.done();
        }
        return 0;
    }

    private static void write(Board board) {
        while (!Thread.currentThread().isInterrupted()) {
            board.flush();
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
