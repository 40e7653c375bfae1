package dev.skerry.trainer.job;

import dev.skerry.artifacts.Checkpoint;
import dev.skerry.artifacts.CheckpointStore;
import dev.skerry.trainer.ingest.SavedIngestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The checkpoint that an attempt goes on from. Whatever is wrong with one, the job starts anew and
 * the log says why.
 */
final class ResumedIngestion {

    /** The property of a checkpoint that holds {@link IngestionOrder#inputs}. */
    static final String INPUTS = "inputs";

    private ResumedIngestion() {}

    /**
     * Downloads and checks it.
     *
     * @param prefix a key prefix in the job's bucket
     * @param folder for temporary files
     */
    static Optional<SavedIngestion> at(
            String prefix, IngestionOrder order, CheckpointStore store, Path folder, EventLog log) {
        try {
            var checkpoint =
                    Checkpoint.ofPrefix(prefix)
                            .filter(c -> isOf(order, c))
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "it is not below this run's checkpoints/%s/%s/r%d-"
                                                            .formatted(
                                                                    order.namespace(),
                                                                    order.uid(),
                                                                    order.run())));
            var files = Files.createDirectories(folder.resolve("resume"));
            var manifest = store.download(checkpoint, files);
            var inputs = manifest.properties() == null ? null : manifest.properties().get(INPUTS);
            if (!order.inputs().equals(inputs)) {
                throw new IOException("it was made of another repository, revision or settings");
            }
            var saved = SavedIngestion.read(files, order.embedding());
            if (saved.state().epochs() != checkpoint.step()
                    || manifest.provenance() == null
                    || !saved.graph().commit().equals(manifest.provenance().commit())) {
                throw new IOException("its files do not belong together");
            }
            log.event(
                    "resume.from",
                    "prefix",
                    prefix,
                    "commit",
                    saved.graph().commit(),
                    "epoch",
                    saved.state().epochs());
            return Optional.of(saved);
        } catch (IOException | RuntimeException e) {
            log.event("resume.refused", "prefix", prefix, "why", e.getMessage(), "then", "anew");
            return Optional.empty();
        }
    }

    private static boolean isOf(IngestionOrder order, Checkpoint checkpoint) {
        return checkpoint.namespace().equals(order.namespace())
                && checkpoint.jobUid().equals(order.uid())
                && checkpoint.run() == order.run();
    }
}
