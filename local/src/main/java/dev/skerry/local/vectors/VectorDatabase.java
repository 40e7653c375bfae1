package dev.skerry.local.vectors;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.StatusRuntimeException;
import io.qdrant.client.grpc.Collections.CreateCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All collections of a data directory, in one file of H2's MVStore. A request's changes are there
 * together or not at all, and on disk when it is answered. A disk that fails costs the request that
 * meets it: the file is opened again, as it was before. Thread-safe.
 */
final class VectorDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VectorDatabase.class);
    private static final String FILE = "vectors.mv.db";
    private static final String REFUSED = "<>:\"/\\|?*\0\u001f";
    private static final int MAX_NAME = 255;
    private static final int MAX_COLLECTIONS = 10_000;
    private static final int CACHE_MEBIBYTES = 16;
    private static final int COMPACTED_EACH = 64;
    private static final int FILL_PERCENT = 60;
    private static final int COMPACTED_BYTES = 8 << 20;
    private static final int CLOSING_MILLIS = 500;

    private final Path file;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, VectorCollection> collections = new TreeMap<>();
    private MVStore store;
    private MVMap<String, byte[]> settings;
    private long commits;
    private boolean closed;

    private VectorDatabase(Path file) {
        this.file = file;
        load();
    }

    /**
     * @param data made if missing
     * @throws IOException also when another process has it, or when it cannot be read
     */
    static VectorDatabase open(Path data) throws IOException {
        var file = Files.createDirectories(data).resolve(FILE);
        try {
            return new VectorDatabase(file);
        } catch (MVStoreException e) {
            throw new IOException(
                    e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
                            ? data
                                    + " is in use by another vector store; stop that one or give another directory"
                            : file
                                    + " is damaged ("
                                    + e.getMessage()
                                    + "); remove it to begin anew",
                    e);
        }
    }

    private void load() {
        store =
                new MVStore.Builder()
                        .fileName(file.toString())
                        .cacheSize(CACHE_MEBIBYTES)
                        .autoCommitDisabled()
                        .open();
        settings = map("settings");
        collections.clear();
        settings.forEach((name, bytes) -> collections.put(name, opened(bytes)));
    }

    Set<String> names() {
        return reading(() -> new TreeSet<>(collections.keySet()));
    }

    boolean exists(String name) {
        checkName(name);
        return reading(() -> collections.containsKey(name));
    }

    /** Facts of one moment. */
    <T> T read(String name, Function<VectorCollection, T> work) {
        return reading(() -> work.apply(collection(name)));
    }

    /** All changes of one request. */
    void write(String name, Consumer<VectorCollection> work) {
        writing(() -> work.accept(collection(name)));
    }

    void create(CreateCollection request) {
        var name = request.getCollectionName();
        checkName(name);
        VectorCollection.check(request);
        writing(
                () -> {
                    if (collections.containsKey(name)) {
                        throw Rejection.collectionExists(name);
                    }
                    if (collections.size() >= MAX_COLLECTIONS) {
                        throw Rejection.exhausted(
                                "there are " + MAX_COLLECTIONS + " collections, which is the most");
                    }
                    var bytes = request.toByteArray();
                    settings.put(name, bytes);
                    collections.put(name, opened(bytes));
                });
    }

    /** Whether there was one. */
    boolean delete(String name) {
        boolean known = exists(name);
        writing(
                () -> {
                    var gone = collections.remove(name);
                    if (gone != null) {
                        settings.remove(name);
                        gone.maps().forEach(store::removeMap);
                    }
                });
        return known;
    }

    private VectorCollection collection(String name) {
        checkName(name);
        var found = collections.get(name);
        if (found == null) {
            throw Rejection.noCollection(name);
        }
        return found;
    }

    private VectorCollection opened(byte[] bytes) {
        try {
            var request = CreateCollection.parseFrom(bytes);
            var name = request.getCollectionName();
            return new VectorCollection(request, map("points:" + name), map("indexes:" + name));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("settings of a collection", e);
        }
    }

    private <T> T reading(Supplier<T> work) {
        lock.readLock().lock();
        try {
            return work.get();
        } catch (MVStoreException e) {
            throw Rejection.exhausted("the disk of the vector store: " + e.getMessage());
        } finally {
            lock.readLock().unlock();
        }
    }

    private void writing(Runnable work) {
        lock.writeLock().lock();
        try {
            if (closed) {
                throw Rejection.exhausted("the vector store is being stopped");
            }
            if (store.isClosed()) {
                load();
            }
            work.run();
            store.commit();
            store.sync();
            if (++commits % COMPACTED_EACH == 0) {
                store.compact(FILL_PERCENT, COMPACTED_BYTES);
            }
        } catch (StatusRuntimeException refused) {
            throw refused;
        } catch (MVStoreException e) {
            reopen();
            throw Rejection.exhausted("the disk of the vector store: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            reopen();
            throw e;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Forgets what is not on disk. */
    private void reopen() {
        store.closeImmediately();
        try {
            load();
        } catch (MVStoreException e) {
            LOG.warn("vectors.disk.failed file={} error=\"{}\"", file, e.getMessage());
        }
    }

    private MVMap<String, byte[]> map(String name) {
        return store.openMap(
                name,
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    private static void checkName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw Rejection.invalidField(
                    "collection_name",
                    "must be from 1 to %d characters, got %d".formatted(MAX_NAME, name.length()));
        }
        name.chars()
                .filter(c -> REFUSED.indexOf(c) >= 0)
                .findFirst()
                .ifPresent(
                        c -> {
                            throw Rejection.invalidField(
                                    "collection_name",
                                    "collection name cannot contain \"%c\" char".formatted(c));
                        });
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            store.close(CLOSING_MILLIS);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
