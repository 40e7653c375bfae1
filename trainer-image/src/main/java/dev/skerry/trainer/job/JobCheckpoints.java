package dev.skerry.trainer.job;

import dev.skerry.api.wire.Manifest;
import dev.skerry.artifacts.Checkpoint;
import dev.skerry.artifacts.CheckpointStore;
import dev.skerry.trainer.ingest.IngestCheckpoints;
import dev.skerry.trainer.ingest.IngestResult;
import dev.skerry.trainer.ingest.SavedIngestion;
import dev.skerry.trainer.ingest.embed.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The checkpoints of one pod: the end of each epoch is kept on disk, and goes to object storage at
 * an interval and when asked for, on a thread of its own. What cannot be kept is said in the log;
 * no job fails by it.
 */
final class JobCheckpoints implements IngestCheckpoints, AutoCloseable {

    /** So many times an epoch's tables are left free: the next epoch's, and the artifact. */
    private static final int ROOM = 3;

    /** An interrupted upload has ended by then. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final IngestionOrder order;
    private final String podUid;
    private final CheckpointStore store;
    private final Path folder;
    private final JobLimits limits;
    private final Consumer<String> saved;
    private final EventLog log;
    private final Clock clock;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("checkpoints").factory());
    private final Deque<Checkpoint> stored = new ArrayDeque<>();
    private long lastUpload = System.nanoTime();
    private volatile IngestResult graph;
    private volatile boolean closed;
    private boolean graphWritten;
    private boolean skipping;
    private Kept newest;
    private Kept uploading;
    private Future<?> upload;

    /** The end of an epoch on disk. */
    private record Kept(int epochs, Path folder) {}

    /**
     * Nothing is kept before the first epoch's end.
     *
     * @param folder for temporary files, exists
     * @param saved hears the prefix of each that is complete in object storage
     */
    JobCheckpoints(
            IngestionOrder order,
            String podUid,
            CheckpointStore store,
            Path folder,
            JobLimits limits,
            Consumer<String> saved,
            EventLog log,
            Clock clock) {
        this.order = order;
        this.podUid = podUid;
        this.store = store;
        this.folder = folder;
        this.limits = limits;
        this.saved = saved;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void graph(IngestResult complete) {
        graph = complete;
    }

    @Override
    public synchronized void epoch(TrainingState state, List<Double> losses) {
        var kept = new Kept(state.epochs(), folder.resolve("epoch-" + state.epochs()));
        try {
            requireRoom(state);
            Files.createDirectories(kept.folder());
            SavedIngestion.writeTraining(state, losses, kept.folder());
        } catch (IOException e) {
            discard(kept);
            if (!skipping) {
                log.event("checkpoint.skipped", "epoch", state.epochs(), "why", e.getMessage());
            }
            skipping = true;
            return;
        }
        skipping = false;
        var before = newest;
        newest = kept;
        if (before != null && before != uploading) {
            discard(before);
        }
        if (uploading == null
                && System.nanoTime() - lastUpload >= limits.checkpointEvery().toNanos()) {
            start(kept);
        }
    }

    /** The result needs the disk more. */
    private void requireRoom(TrainingState state) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < ROOM * state.bytes()) {
            throw new IOException(
                    "%d bytes are free in SKERRY_WORK_DIR, %d times %d are wanted"
                            .formatted(free, ROOM, state.bytes()));
        }
    }

    /** Puts the newest into object storage, or gives up at the limit. */
    void save(Duration limit) {
        Future<?> running;
        synchronized (this) {
            if (newest == null
                    || (!stored.isEmpty() && stored.getLast().step() >= newest.epochs())) {
                return;
            }
            if (newest != uploading) {
                start(newest);
            }
            running = upload;
        }
        Thread.interrupted(); // the work was interrupted, this is what comes after it
        try {
            running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            log.event("checkpoint.given-up", "after", limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            log.event("checkpoint.failed", "error", e.getCause());
        }
    }

    private void start(Kept kept) {
        uploading = kept;
        lastUpload = System.nanoTime();
        upload = thread.submit(() -> put(kept));
    }

    private void put(Kept kept) {
        try {
            var checkpoint =
                    new Checkpoint(
                            order.namespace(),
                            order.uid(),
                            order.run(),
                            order.attempt(),
                            podUid,
                            kept.epochs());
            store.save(checkpoint, files(kept), properties(kept), provenance());
            log.event("checkpoint.saved", "prefix", checkpoint.prefix());
            saved.accept(checkpoint.prefix());
            retire(checkpoint);
        } catch (IOException | RuntimeException e) {
            if (!closed) {
                log.event("checkpoint.failed", "epoch", kept.epochs(), "error", e.getMessage());
            }
        } finally {
            synchronized (this) {
                if (uploading == kept) {
                    uploading = null;
                }
                if (newest != kept) {
                    discard(kept);
                }
            }
        }
    }

    private void retire(Checkpoint checkpoint) {
        Checkpoint old;
        synchronized (this) {
            stored.addLast(checkpoint);
            old = stored.size() > limits.checkpointsKept() ? stored.removeFirst() : null;
        }
        if (old == null) {
            return;
        }
        try {
            store.delete(old);
        } catch (IOException e) {
            log.event("checkpoint.left", "prefix", old.prefix(), "error", e.getMessage());
        }
    }

    private Map<String, Path> files(Kept kept) throws IOException {
        var lists = folder.resolve("graph");
        if (!graphWritten) {
            Files.createDirectories(lists);
            SavedIngestion.writeGraph(graph, lists);
            graphWritten = true;
        }
        var files = new HashMap<String, Path>();
        for (var place : List.of(lists, kept.folder())) {
            SavedIngestion.files(place).forEach(name -> files.put(name, place.resolve(name)));
        }
        return files;
    }

    private Map<String, String> properties(Kept kept) {
        return Map.of(
                ResumedIngestion.INPUTS,
                order.inputs(),
                "epoch",
                Integer.toString(kept.epochs()),
                "epochs",
                Integer.toString(order.embedding().epochs()));
    }

    private Manifest.Provenance provenance() {
        return new Manifest.Provenance(
                order.uid(),
                order.run(),
                order.attempt(),
                podUid,
                null,
                null,
                order.repositoryUrl(),
                graph.commit(),
                null,
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static void discard(Kept kept) {
        if (!Files.exists(kept.folder())) {
            return;
        }
        try {
            for (var file : SavedIngestion.files(kept.folder())) {
                Files.deleteIfExists(kept.folder().resolve(file));
            }
            Files.deleteIfExists(kept.folder());
        } catch (IOException e) {
            // the whole work folder goes when the program ends
        }
    }

    /**
     * Cuts off an upload that is still going on, and returns when it has ended. What is complete in
     * object storage stays there.
     */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.event("checkpoint.unended", "after", CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
