package dev.skerry.local.vectors.collection;

import dev.skerry.local.vectors.log.CorruptLogException;
import dev.skerry.local.vectors.log.Folders;
import dev.skerry.local.vectors.point.Rejection;
import io.qdrant.client.grpc.Collections.CreateCollection;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All collections of a data directory, which belongs to one process at a time. A collection is
 * there with all its files or not at all: it is made and removed under another name.
 */
public final class CollectionStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CollectionStore.class);
    private static final int MAX_COLLECTIONS = 10_000;
    private static final String COMING = ".coming";
    private static final String GOING = ".going";
    private static final long HOUSEKEEPING_MILLIS = 1000;

    private sealed interface Entry {
        record Open(VectorCollection collection) implements Entry {}

        record Damaged(Path folder, String why) implements Entry {}
    }

    private final Path folder;
    private final FileChannel lockFile;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final ScheduledExecutorService housekeeping =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("vectors-housekeeping").factory());

    private CollectionStore(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Opens a data directory, made if missing, and reads all of it.
     *
     * @throws IOException also when another process has it
     */
    public static CollectionStore open(Path data) throws IOException {
        Path folder = Files.createDirectories(data.resolve("collections"));
        FileChannel lockFile = lock(data);
        var store = new CollectionStore(folder, lockFile);
        try {
            store.load();
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
        store.startHousekeeping();
        return store;
    }

    private static FileChannel lock(Path data) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("vectors.lock.held data={} by=this", data, e);
        }
        channel.close();
        throw new IOException(
                data
                        + " is in use by another vector store; stop that one or give another directory");
    }

    private void load() throws IOException {
        List<Path> found;
        try (Stream<Path> list = Files.list(folder)) {
            found = list.filter(Files::isDirectory).sorted().toList();
        }
        for (Path one : found) {
            String name = one.getFileName().toString();
            if (name.endsWith(COMING) || name.endsWith(GOING)) {
                Folders.remove(one);
            } else {
                load(one);
            }
        }
    }

    private void load(Path one) throws IOException {
        CollectionMeta meta;
        try {
            meta = CollectionMeta.read(one);
        } catch (IOException | Rejection e) {
            LOG.error("vectors.collection.unreadable folder={} error=\"{}\"", one, e.getMessage());
            return;
        }
        Entry entry;
        try {
            entry = new Entry.Open(VectorCollection.open(one, meta));
        } catch (CorruptLogException | IllegalStateException e) {
            LOG.error(
                    "vectors.collection.damaged name={} error=\"{}\"", meta.name(), e.getMessage());
            entry = new Entry.Damaged(one, e.getMessage());
        }
        if (entries.putIfAbsent(meta.name(), entry) != null) {
            throw new IOException(
                    "two folders hold collection `"
                            + meta.name()
                            + "`, one is "
                            + one
                            + "; move one away");
        }
    }

    public VectorCollection get(String name) {
        CollectionName.check(name);
        return switch (entries.get(name)) {
            case null -> throw Rejection.noCollection(name);
            case Entry.Open(VectorCollection collection) -> collection;
            case Entry.Damaged(Path at, String why) ->
                    throw Rejection.damaged(
                            "collection `"
                                    + name
                                    + "` in "
                                    + at.getFileName()
                                    + " is damaged: "
                                    + why);
        };
    }

    public boolean exists(String name) {
        return entries.containsKey(CollectionName.check(name));
    }

    public List<String> names() {
        return entries.keySet().stream().sorted().toList();
    }

    /** Points of each readable collection. */
    public Map<String, Integer> sizes() {
        var sizes = new TreeMap<String, Integer>();
        entries.forEach(
                (name, entry) -> {
                    if (entry instanceof Entry.Open(VectorCollection collection)) {
                        sizes.put(name, collection.read(PointTable::size));
                    }
                });
        return sizes;
    }

    public void create(CreateCollection request) {
        CollectionMeta meta = CollectionMeta.of(request);
        changing.lock();
        try {
            if (entries.containsKey(meta.name())) {
                throw Rejection.collectionExists(meta.name());
            }
            if (entries.size() >= MAX_COLLECTIONS) {
                throw Rejection.exhausted(
                        "this store holds " + MAX_COLLECTIONS + " collections, which is the most");
            }
            String name = CollectionName.newFolder(meta.name());
            Path coming = Files.createDirectory(folder.resolve(name + COMING));
            VectorCollection.create(coming, meta);
            Path there = folder.resolve(name);
            Files.move(coming, there, StandardCopyOption.ATOMIC_MOVE);
            Folders.sync(folder);
            entries.put(meta.name(), new Entry.Open(VectorCollection.open(there, meta)));
            LOG.info(
                    "vectors.collection.created name={} size={} metric={}",
                    meta.name(),
                    meta.size(),
                    meta.metric());
        } catch (IOException e) {
            throw Rejection.damaged(
                    "collection `" + meta.name() + "` could not be made: " + e.getMessage());
        } finally {
            changing.unlock();
        }
    }

    /** Removes a collection and tells whether it was there. */
    public boolean delete(String name) {
        CollectionName.check(name);
        changing.lock();
        try {
            Entry entry = entries.get(name);
            if (entry == null) {
                return false;
            }
            Path there =
                    switch (entry) {
                        case Entry.Open(VectorCollection collection) -> {
                            collection.close();
                            yield collection.folder();
                        }
                        case Entry.Damaged(Path at, String why) -> at;
                    };
            Path going = there.resolveSibling(there.getFileName() + GOING);
            Files.move(there, going, StandardCopyOption.ATOMIC_MOVE);
            entries.remove(name);
            Folders.sync(folder);
            Folders.remove(going);
            LOG.info("vectors.collection.deleted name={}", name);
            return true;
        } catch (IOException e) {
            throw Rejection.damaged(
                    "collection `" + name + "` could not be removed: " + e.getMessage());
        } finally {
            changing.unlock();
        }
    }

    private void startHousekeeping() {
        var _ =
                housekeeping.scheduleWithFixedDelay(
                        this::keepHouse,
                        HOUSEKEEPING_MILLIS,
                        HOUSEKEEPING_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private void keepHouse() {
        for (Entry entry : entries.values()) {
            if (entry instanceof Entry.Open(VectorCollection collection)) {
                try {
                    collection.flush();
                    collection.compactIfWorthwhile();
                } catch (RuntimeException e) {
                    LOG.warn(
                            "vectors.housekeeping.failed collection={} error=\"{}\"",
                            collection.meta().name(),
                            e.getMessage());
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        housekeeping.shutdown();
        try (FileChannel held = lockFile) {
            if (!housekeeping.awaitTermination(60, TimeUnit.SECONDS)) {
                LOG.warn("vectors.housekeeping.stuck lock={}", held);
            }
            for (Entry entry : entries.values()) {
                if (entry instanceof Entry.Open(VectorCollection collection)) {
                    collection.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while closing", e);
        }
    }
}
