package dev.skerry.local.vectors.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of checksummed records. {@link #append} and {@link #rewrite} are for one
 * writer at a time; {@link #awaitDurable} is for any number of threads, which share one {@code
 * fsync} (group commit).
 *
 * <p>After a crash the log holds every record whose {@link #awaitDurable} returned, perhaps
 * followed by some that were appended later; a torn tail is cut off when it is opened.
 */
public final class RecordLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordLog.class);

    /** Takes the bodies of the records in the order they were written. */
    @FunctionalInterface
    public interface Replay {
        /**
         * Takes one record.
         *
         * @param recordBytes what the record takes on disk, header included
         */
        void record(ByteBuffer body, int recordBytes);
    }

    /** Writes the records of a new log. */
    @FunctionalInterface
    public interface Rewriting {
        void to(Target target) throws IOException;

        /** Where the records go. */
        @FunctionalInterface
        interface Target {
            void append(byte[] body) throws IOException;
        }
    }

    private final Path file;
    private final ReentrantLock syncing = new ReentrantLock();
    private volatile FileChannel channel;
    private volatile long size;
    private volatile long durableSize;

    /**
     * Bytes of earlier files, so that places in the log only grow: a place is {@code earlier +
     * size}.
     */
    private volatile long earlier;

    private volatile String broken = "";

    private RecordLog(Path file, FileChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
        this.durableSize = size;
    }

    /** Makes an empty log; the caller syncs the folder. */
    public static void create(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(channel, ByteBuffer.wrap(RecordFormat.FILE_MARK), 0);
            channel.force(true);
        }
    }

    /** Opens a log, gives all its records to {@code replay} and repairs a torn tail. */
    public static RecordLog open(Path file, Replay replay) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long good = LogReader.replay(file, channel, replay::record);
            if (good < channel.size()) {
                LOG.warn(
                        "vectors.log.repaired file={} bytes={} cut={}",
                        file,
                        good,
                        channel.size() - good);
                channel.truncate(good);
            }
            channel.force(true);
            return new RecordLog(file, channel, good);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Appends records, all or none: on failure the log is as before.
     *
     * @return the place behind them, for {@link #awaitDurable}
     */
    public long append(List<byte[]> bodies) throws IOException {
        refuseIfBroken();
        long at = size;
        try {
            for (byte[] body : bodies) {
                at += write(channel, RecordFormat.record(durableSize, body), at);
            }
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
        size = at;
        return earlier + at;
    }

    /** The place behind the last record. */
    public long end() {
        return earlier + size;
    }

    public long size() {
        return size;
    }

    /** Returns when all up to a place is on disk for good. */
    public void awaitDurable(long place) throws IOException {
        syncing.lock();
        try {
            refuseIfBroken();
            if (earlier + durableSize >= place) {
                return;
            }
            long written = size;
            try {
                channel.force(false);
            } catch (IOException e) {
                broken = "fsync failed: " + e.getMessage();
                throw e;
            }
            durableSize = written;
        } finally {
            syncing.unlock();
        }
    }

    /** Replaces all records: writes them to a file beside this one and renames it. */
    public void rewrite(Rewriting rewriting) throws IOException {
        refuseIfBroken();
        Path beside = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(beside);
        create(beside);
        FileChannel next =
                FileChannel.open(beside, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long written = RecordFormat.FILE_MARK.length;
        try {
            long[] at = {written};
            rewriting.to(
                    body -> {
                        at[0] += write(next, RecordFormat.record(0, body), at[0]);
                    });
            written = at[0];
            next.force(true);
            swap(beside, next, written);
        } catch (IOException | RuntimeException e) {
            if (channel != next) {
                next.close();
                Files.deleteIfExists(beside);
            }
            throw e;
        }
    }

    private void swap(Path beside, FileChannel next, long written) throws IOException {
        syncing.lock();
        try {
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            FileChannel old = channel;
            earlier = earlier + size - written;
            size = written;
            channel = next;
            durableSize = written;
            old.close();
            Folders.sync(file.getParent());
        } catch (IOException e) {
            if (channel == next) {
                broken = "the folder could not be synced after compaction: " + e.getMessage();
            }
            throw e;
        } finally {
            syncing.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        try (FileChannel open = channel) {
            if (open.isOpen() && broken.isEmpty()) {
                open.force(true);
            }
        }
    }

    private void takeBack(IOException cause) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            broken = "a half-written record could not be removed: " + e.getMessage();
            cause.addSuppressed(e);
        }
    }

    private void refuseIfBroken() throws IOException {
        if (!broken.isEmpty()) {
            throw new IOException(
                    file.getFileName()
                            + " takes no more writes until the store is restarted: "
                            + broken);
        }
    }

    private static int write(FileChannel channel, ByteBuffer bytes, long position)
            throws IOException {
        int length = bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes, position + bytes.position());
        }
        return length;
    }
}
