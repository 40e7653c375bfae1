package dev.skerry.trainer.job;

import dev.skerry.api.wire.Manifest;
import dev.skerry.artifacts.Checkpoint;
import dev.skerry.artifacts.CheckpointStore;
import dev.skerry.artifacts.StorageException;
import dev.skerry.trainer.ingest.SavedIngestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The checkpoint that an attempt goes on from: the one it was told of or, where that one is no
 * good, the furthest whole one of the run. Only a run without any starts anew, and the log says why
 * each was refused. Where object storage does not say what is there the attempt fails, and nothing
 * that was saved is given up.
 */
final class ResumedIngestion {

    /** The property of a checkpoint that holds {@link IngestionOrder#inputs}. */
    static final String INPUTS = "inputs";

    private final IngestionOrder order;
    private final CheckpointStore store;
    private final Path folder;
    private final EventLog log;

    /**
     * @param folder for temporary files
     */
    ResumedIngestion(IngestionOrder order, CheckpointStore store, Path folder, EventLog log) {
        this.order = order;
        this.store = store;
        this.folder = folder;
        this.log = log;
    }

    /** What is wrong with a checkpoint, as the end of a sentence about it. */
    private static final class Unfit extends Exception {
        Unfit(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /**
     * Downloads and checks it; empty where the run has none.
     *
     * @param prefix a key prefix in the job's bucket
     * @throws StorageException where object storage is away or refuses
     * @throws IOException where a local file cannot be written
     */
    Optional<SavedIngestion> at(String prefix) throws IOException {
        var told = Checkpoint.ofPrefix(prefix).filter(this::isOfThisRun);
        if (told.isPresent()) {
            var saved = accepted(told.get());
            if (saved.isPresent()) {
                return saved;
            }
        } else {
            refused(
                    prefix,
                    "it is not below this run's checkpoints/%s/%s/r%d-"
                            .formatted(order.namespace(), order.uid(), order.run()));
        }
        for (var other : others(told)) {
            var saved = accepted(other);
            if (saved.isPresent()) {
                return saved;
            }
        }
        log.event("resume.none", "then", "anew");
        return Optional.empty();
    }

    private boolean isOfThisRun(Checkpoint checkpoint) {
        return checkpoint.namespace().equals(order.namespace())
                && checkpoint.jobUid().equals(order.uid())
                && checkpoint.run() == order.run();
    }

    private List<Checkpoint> others(Optional<Checkpoint> told) throws StorageException {
        return store.list(order.namespace(), order.uid(), order.run()).stream()
                .filter(checkpoint -> told.filter(checkpoint::equals).isEmpty())
                .toList();
    }

    private Optional<SavedIngestion> accepted(Checkpoint checkpoint) throws IOException {
        try {
            var saved = read(checkpoint);
            log.event(
                    "resume.from",
                    "prefix",
                    checkpoint.prefix(),
                    "commit",
                    saved.graph().commit(),
                    "epoch",
                    saved.state().epochs());
            return Optional.of(saved);
        } catch (Unfit e) {
            refused(checkpoint.prefix(), e.getMessage());
            return Optional.empty();
        }
    }

    private void refused(String prefix, String why) {
        log.event("resume.refused", "prefix", prefix, "why", why);
    }

    private SavedIngestion read(Checkpoint checkpoint) throws Unfit, IOException {
        var files =
                Files.createDirectories(
                        folder.resolve(
                                "resume/a%d-%d"
                                        .formatted(checkpoint.attempt(), checkpoint.step())));
        var manifest = downloaded(checkpoint, files);
        SavedIngestion saved;
        try {
            saved = SavedIngestion.read(files, order.embedding());
        } catch (IOException | RuntimeException e) {
            throw new Unfit(String.valueOf(e.getMessage()), e);
        }
        if (saved.state().epochs() != checkpoint.step()
                || manifest.provenance() == null
                || !saved.graph().commit().equals(manifest.provenance().commit())) {
            throw new Unfit("its files do not belong together", null);
        }
        return saved;
    }

    private Manifest downloaded(Checkpoint checkpoint, Path files) throws Unfit, IOException {
        try {
            var manifest = store.verify(checkpoint);
            var inputs = manifest.properties() == null ? null : manifest.properties().get(INPUTS);
            if (!order.inputs().equals(inputs)) {
                throw new Unfit("it was made of another repository, revision or settings", null);
            }
            return store.download(checkpoint, files);
        } catch (StorageException.NotFound | StorageException.BadContent e) {
            throw new Unfit(e.getMessage(), e);
        }
    }
}
