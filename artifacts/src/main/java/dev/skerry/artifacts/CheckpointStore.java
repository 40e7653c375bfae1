package dev.skerry.artifacts;

import static java.util.Objects.requireNonNull;

import dev.skerry.api.wire.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checkpoints in one bucket, below a prefix that only one pod writes: files first, manifest last.
 * What is incomplete or damaged is stepped over, never resumed from.
 */
public final class CheckpointStore {

    private final ObjectStorage storage;
    private final String bucket;

    public CheckpointStore(ObjectStorage storage, String bucket) {
        this.storage = requireNonNull(storage);
        this.bucket = ObjectKeys.requireBucket(bucket);
    }

    /**
     * Saves one; saving the same step of the same pod again finds it done.
     *
     * @throws IOException where a local file cannot be read
     */
    public Manifest save(
            Checkpoint checkpoint,
            Map<String, Path> files,
            Map<String, String> properties,
            Manifest.Provenance provenance)
            throws StorageException, IOException {
        files.keySet().forEach(ObjectKeys::requireFile);
        var place = files(checkpoint);
        var there = storage.find(bucket, place.manifestKey(), ManifestCodec.MOST_BYTES);
        if (there.isEmpty()) {
            var manifest =
                    new Manifest(
                            Manifest.VERSION,
                            "checkpoint",
                            null,
                            place.upload(files),
                            null,
                            null,
                            null,
                            Map.copyOf(properties),
                            provenance);
            if (storage.putIfAbsent(bucket, place.manifestKey(), ManifestCodec.write(manifest))) {
                return manifest;
            }
        }
        return place.manifest();
    }

    /** The checkpoints of a run that have a manifest, furthest first. */
    public List<Checkpoint> list(String namespace, String jobUid, int run) throws StorageException {
        var root = ObjectKeys.checkpoints(namespace, jobUid);
        var found = new ArrayList<Checkpoint>();
        for (var object : storage.list(bucket, root)) {
            if (object.key().endsWith("/" + ObjectKeys.MANIFEST)) {
                var prefix =
                        object.key()
                                .substring(0, object.key().length() - ObjectKeys.MANIFEST.length());
                Checkpoint.ofPrefix(prefix).filter(c -> c.run() == run).ifPresent(found::add);
            }
        }
        found.sort(Checkpoint.FURTHEST_FIRST);
        return List.copyOf(found);
    }

    /**
     * Checks the manifest, and that its files are there with their sizes.
     *
     * @throws StorageException.BadContent where not
     */
    public Manifest verify(Checkpoint checkpoint) throws StorageException {
        var place = files(checkpoint);
        var manifest = place.manifest();
        place.checkSizes(manifest);
        return manifest;
    }

    /**
     * The furthest checkpoint of a run that passes {@link #verify}, stepping back over bad ones.
     */
    public Optional<Checkpoint> newestGood(String namespace, String jobUid, int run)
            throws StorageException {
        for (var checkpoint : list(namespace, jobUid, run)) {
            if (isGood(checkpoint)) {
                return Optional.of(checkpoint);
            }
        }
        return Optional.empty();
    }

    /**
     * Writes a checkpoint's files into a folder; each has its name only when its checksum is right.
     */
    public Manifest download(Checkpoint checkpoint, Path folder)
            throws StorageException, IOException {
        var place = files(checkpoint);
        var manifest = place.manifest();
        place.download(manifest, folder);
        return manifest;
    }

    /**
     * Removes checkpoints of a run beyond the {@code keep} furthest good ones. Those named in
     * {@code never} (the best) stay, and so does everything not yet complete.
     */
    public void prune(String namespace, String jobUid, int run, int keep, Set<Checkpoint> never)
            throws StorageException {
        if (keep < 1) {
            throw new IllegalArgumentException(
                    "keep: " + keep + " is under 1; the last one always stays");
        }
        var kept = new HashSet<>(never);
        int good = 0;
        for (var checkpoint : list(namespace, jobUid, run)) {
            if (good < keep && isGood(checkpoint)) {
                good++;
                kept.add(checkpoint);
            } else if (!kept.contains(checkpoint)) {
                delete(checkpoint);
            }
        }
    }

    /** Removes one; that it is gone already is fine. */
    public void delete(Checkpoint checkpoint) throws StorageException {
        var prefix = checkpoint.prefix();
        storage.deleteAll(bucket, prefix, prefix + ObjectKeys.MANIFEST, Set.of());
    }

    private boolean isGood(Checkpoint checkpoint) throws StorageException {
        try {
            verify(checkpoint);
            return true;
        } catch (StorageException.BadContent | StorageException.NotFound e) {
            return false;
        }
    }

    private PublishedFiles files(Checkpoint checkpoint) {
        return new PublishedFiles(storage, bucket, checkpoint.prefix());
    }
}
