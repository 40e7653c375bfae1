package dev.skerry.local.vectors.collection;

import dev.skerry.local.vectors.filter.Filters;
import dev.skerry.local.vectors.filter.PointPredicate;
import dev.skerry.local.vectors.log.RecordLog;
import dev.skerry.local.vectors.point.Rejection;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Common.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One collection: its points in memory and the log that they come back from. Writers take turns; a
 * request's changes become visible to readers all at once, and a durable one returns when they are
 * on disk for good.
 */
public final class VectorCollection {
    private static final Logger LOG = LoggerFactory.getLogger(VectorCollection.class);
    static final String LOG_FILE = "points.log";

    /** Smaller logs are not worth compacting. */
    private static final long COMPACT_ABOVE_BYTES = 1 << 20;

    private static final int COMPACT_BATCH_BYTES = 4 << 20;

    private final Path folder;
    private final RecordLog log;
    private final PointTable table;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantReadWriteLock memory = new ReentrantReadWriteLock();
    private volatile CollectionMeta meta;
    private volatile boolean closed;
    private long version;

    private VectorCollection(Path folder, CollectionMeta meta) throws IOException {
        this.folder = folder;
        this.meta = meta;
        this.table = new PointTable(meta.size(), meta.metric());
        this.log =
                RecordLog.open(
                        folder.resolve(LOG_FILE),
                        (body, recordBytes) ->
                                table.apply(Change.decode(body, meta.size()), ++version));
    }

    /** Writes what an empty collection consists of into an empty folder. */
    static void create(Path folder, CollectionMeta meta) throws IOException {
        RecordLog.create(folder.resolve(LOG_FILE));
        meta.write(folder);
    }

    static VectorCollection open(Path folder, CollectionMeta meta) throws IOException {
        return new VectorCollection(folder, meta);
    }

    public CollectionMeta meta() {
        return meta;
    }

    Path folder() {
        return folder;
    }

    public PointPredicate compile(Filter filter) {
        return Filters.compile(filter, meta.textFields());
    }

    /**
     * Reads a consistent state: no change happens while {@code reading} runs. It must not keep the
     * table.
     */
    public <T> T read(Function<PointTable, T> reading) {
        memory.readLock().lock();
        try {
            refuseIfClosed();
            return reading.apply(table);
        } finally {
            memory.readLock().unlock();
        }
    }

    /**
     * Changes points.
     *
     * @param durable whether to return only when the changes are on disk for good
     * @param decide what to change, given the state that no other writer can alter meanwhile
     * @return number of the operation, growing
     */
    public long write(boolean durable, Function<PointTable, List<Change>> decide) {
        long place;
        long operation;
        writing.lock();
        try {
            refuseIfClosed();
            List<Change> changes = decide.apply(table);
            place = log.append(changes.stream().map(Change::encode).toList());
            operation = show(changes);
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            writing.unlock();
        }
        if (durable) {
            makeDurable(place);
        }
        return operation;
    }

    private long show(List<Change> changes) {
        memory.writeLock().lock();
        try {
            changes.forEach(change -> table.apply(change, ++version));
            return version;
        } finally {
            memory.writeLock().unlock();
        }
    }

    private void makeDurable(long place) {
        try {
            log.awaitDurable(place);
        } catch (IOException e) {
            refuseIfClosed();
            throw unwritable(e);
        }
    }

    /** Brings acknowledged but not yet durable changes to disk. */
    void flush() {
        if (!closed) {
            makeDurable(log.end());
        }
    }

    /**
     * Rewrites the log without its garbage if that is more than half of it; readers go on
     * meanwhile.
     */
    boolean compactIfWorthwhile() {
        writing.lock();
        try {
            long before = log.size();
            if (closed || before < COMPACT_ABOVE_BYTES || table.liveBytes() > before / 2) {
                return false;
            }
            log.rewrite(this::writeAll);
            LOG.info(
                    "vectors.log.compacted collection={} bytes={} before={}",
                    meta.name(),
                    log.size(),
                    before);
            return true;
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            writing.unlock();
        }
    }

    private void writeAll(RecordLog.Rewriting.Target target) throws IOException {
        var batch = new ArrayList<StoredPoint>();
        int bytes = 0;
        for (int row = 0; row < table.size(); row++) {
            StoredPoint point = table.row(row).toStored();
            batch.add(point);
            bytes += Change.bytesOf(point);
            if (bytes >= COMPACT_BATCH_BYTES || row == table.size() - 1) {
                target.append(new Change.Put(batch).encode());
                batch.clear();
                bytes = 0;
            }
        }
    }

    public void createIndex(String field, PayloadSchemaInfo index) {
        changeMeta(now -> now.withIndex(field, index));
    }

    public void deleteIndex(String field) {
        changeMeta(now -> now.withoutIndex(field));
    }

    public void update(UpdateCollection update) {
        changeMeta(now -> now.updated(update));
    }

    private void changeMeta(UnaryOperator<CollectionMeta> change) {
        writing.lock();
        try {
            refuseIfClosed();
            CollectionMeta next = change.apply(meta);
            if (!next.equals(meta)) {
                next.write(folder);
                meta = next;
            }
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            writing.unlock();
        }
    }

    /** Ends all use, after what is going on; the files are the caller's again. */
    void close() throws IOException {
        writing.lock();
        memory.writeLock().lock();
        try {
            closed = true;
            log.close();
        } finally {
            memory.writeLock().unlock();
            writing.unlock();
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw Rejection.noCollection(meta.name());
        }
    }

    private Rejection unwritable(IOException e) {
        LOG.error("vectors.write.failed collection={} error={}", meta.name(), e.toString());
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left")
                ? Rejection.exhausted(
                        "no space left on the disk of the vector store; free some and send the request again")
                : Rejection.damaged(
                        "collection `" + meta.name() + "` could not be written: " + message);
    }
}
