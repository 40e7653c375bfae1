package dev.skerry.local.controlplane;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One at a time, over threads and processes: the first builds, the others wait and then find it
 * done.
 */
final class CacheLock implements AutoCloseable {
    private static final ConcurrentHashMap<Path, ReentrantLock> IN_THIS_PROCESS =
            new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel channel;
    private final FileLock process;

    private CacheLock(ReentrantLock thread, FileChannel channel, FileLock process) {
        this.thread = thread;
        this.channel = channel;
        this.process = process;
    }

    /**
     * @param waiting told about twice a second while somebody else holds it
     * @throws IOException when it is not ours after {@code limit}
     */
    static CacheLock take(Path file, Duration limit, Runnable waiting)
            throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        var deadline = System.nanoTime() + limit.toNanos();
        var thread =
                IN_THIS_PROCESS.computeIfAbsent(
                        file.toAbsolutePath().normalize(), f -> new ReentrantLock());
        while (!thread.tryLock(500, TimeUnit.MILLISECONDS)) {
            giveUpAfter(deadline, file, limit);
            waiting.run();
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock process;
            while ((process = channel.tryLock()) == null) {
                giveUpAfter(deadline, file, limit);
                waiting.run();
                Thread.sleep(500);
            }
            return new CacheLock(thread, channel, process);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (channel != null) channel.close();
            thread.unlock();
            throw e;
        }
    }

    private static void giveUpAfter(long deadline, Path file, Duration limit) throws IOException {
        if (System.nanoTime() > deadline) {
            throw new IOException(
                    "another process has held %s for %d minutes; end it and try again"
                            .formatted(file, limit.toMinutes()));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            process.release();
            channel.close();
        } finally {
            thread.unlock();
        }
    }
}
