package dev.skerry.local.node.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one run of one container: one file and, once that is full, the one before it. A disk
 * that is full loses lines, never the container.
 */
public final class ContainerLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerLog.class);

    /** A line longer than this is written in several records. */
    static final int LONGEST = 16 * 1024;

    private final Path file;
    private final long maxBytes;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private FileChannel channel;
    private long written;
    private long version;
    private boolean closed;

    /**
     * @param maxBytes the size of one file; at most two are kept
     */
    public ContainerLog(Path file, long maxBytes, Clock clock) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        this.clock = clock;
        Files.createDirectories(file.getParent());
        channel = open();
        written = channel.size();
    }

    public Path file() {
        return file;
    }

    /** Removes the log of a run that nobody can ask for any more. */
    public static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(rotated(file));
    }

    static Path rotated(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** Copies one output until it ends. Returns when the last holder of the pipe has closed it. */
    public void capture(Stream stream, InputStream in) {
        var chunk = new byte[64 * 1024];
        var line = new ByteArrayOutputStream(256);
        var out = new ByteArrayOutputStream(64 * 1024);
        try (in) {
            int read;
            while ((read = in.read(chunk)) >= 0) {
                for (int at = 0; at < read; at++) {
                    if (chunk[at] == '\n') {
                        record(out, stream, line, true);
                    } else {
                        if (line.size() == LONGEST) record(out, stream, line, false);
                        line.write(chunk[at]);
                    }
                }
                append(out);
            }
            if (line.size() > 0) record(out, stream, line, false);
            append(out);
        } catch (IOException e) {
            LOG.debug("log.capture.ended file={} error=\"{}\"", file, e.getMessage());
        }
    }

    private void record(
            ByteArrayOutputStream out, Stream stream, ByteArrayOutputStream line, boolean whole) {
        out.writeBytes(LogRecord.header(clock.instant(), stream, whole));
        out.writeBytes(line.toByteArray());
        out.write('\n');
        line.reset();
    }

    private void append(ByteArrayOutputStream records) {
        if (records.size() == 0) return;
        lock.lock();
        try {
            if (closed) return;
            if (written > 0 && written + records.size() > maxBytes) rotate();
            var bytes = ByteBuffer.wrap(records.toByteArray());
            while (bytes.hasRemaining()) written += channel.write(bytes);
        } catch (IOException e) {
            LOG.warn(
                    "log.lost file={} bytes={} error=\"{}\"", file, records.size(), e.getMessage());
        } finally {
            records.reset();
            version++;
            changed.signalAll();
            lock.unlock();
        }
    }

    private void rotate() throws IOException {
        channel.close();
        Files.move(file, rotated(file), StandardCopyOption.REPLACE_EXISTING);
        channel = open();
        written = 0;
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    /** Counts changes, for {@link #awaitChange}. */
    long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something was written since {@code seen}, the log was closed, or time is up. */
    void awaitChange(long seen, Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            while (version == seen && !closed && nanos > 0) nanos = changed.awaitNanos(nanos);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) return;
            closed = true;
            channel.close();
        } catch (IOException e) {
            LOG.warn("log.close file={} error=\"{}\"", file, e.getMessage());
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }
}
