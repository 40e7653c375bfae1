package dev.skerry.local.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon: keeps the local cluster of one checkout running until SIGTERM. */
public final class Main {
    /** Exit code where another daemon lives. */
    public static final int ALREADY = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Duration LOCK_WAIT = Duration.ofSeconds(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

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
        var board = new Board(new StateFile(state), build);
        var ended = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("board").start(() -> write(board));
        LOG.info("daemon.started pid={} build={}", ProcessHandle.current().pid(), build);
        try (var cluster = Assembly.open(state, cache, new Programs(programs), board)) {
            var supervisor = new Supervisor(board, cluster.parts());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> await(ended), "wait-for-stop"));
            var main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(main::interrupt, "stop"));
            supervisor.start();
            boolean failed;
            try {
                while (!(failed = supervisor.awaitFailure(Duration.ofHours(1)))) {
                    LOG.info("daemon.alive phase={}", board.state().phase());
                }
            } catch (InterruptedException e) {
                failed = false;
            }
            if (!failed) board.phase(ClusterState.Phase.STOPPING, "");
            supervisor.stop();
            cluster.close();
            if (!failed) board.phase(ClusterState.Phase.STOPPED, "");
            flush(board);
            LOG.info("daemon.ended failed={}", failed);
            return failed ? 1 : 0;
        } catch (IOException e) {
            LOG.error("daemon.failed", e);
            board.phase(ClusterState.Phase.FAILED, e.getMessage());
            flush(board);
            return 1;
        } finally {
            ended.countDown();
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            if (!ended.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS))
                LOG.error("daemon.stop.slow");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Board board) {
        while (!Thread.currentThread().isInterrupted()) {
            flush(board);
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void flush(Board board) {
        try {
            board.flush();
        } catch (IOException e) {
            LOG.error("state.unwritten error=\"{}\"", e.getMessage());
        }
    }
}
