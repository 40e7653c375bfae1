package dev.skerry.artifacts;

import dev.skerry.api.wire.Manifest;
import dev.skerry.api.wire.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The files below one prefix: written before their manifest, read by what it says. */
final class PublishedFiles {

    private final ObjectStorage storage;
    private final String bucket;
    private final String prefix;

    PublishedFiles(ObjectStorage storage, String bucket, String prefix) {
        this.storage = storage;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    String manifestKey() {
        return prefix + ObjectKeys.MANIFEST;
    }

    String place(String file) {
        return ObjectStorage.place(bucket, prefix + file);
    }

    /** Uploads all, in the order of their names. */
    List<Manifest.Entry> upload(Map<String, Path> files) throws StorageException, IOException {
        var entries = new ArrayList<Manifest.Entry>();
        for (var file : new TreeMap<>(files).entrySet()) {
            var stored = storage.putFile(bucket, prefix + file.getKey(), file.getValue());
            entries.add(new Manifest.Entry(file.getKey(), stored.sha256(), stored.size()));
        }
        return List.copyOf(entries);
    }

    Manifest manifest() throws StorageException {
        return ManifestCodec.read(
                storage.get(bucket, manifestKey(), ManifestCodec.MOST_BYTES),
                place(ObjectKeys.MANIFEST));
    }

    /** Whether all files are there with their sizes; one request a file. */
    void checkSizes(Manifest manifest) throws StorageException {
        for (var entry : manifest.files()) {
            var size = storage.size(bucket, prefix + entry.path());
            if (size.isEmpty()) {
                throw bad(entry, "is gone");
            }
            if (size.getAsLong() != entry.size()) {
                throw bad(
                        entry,
                        "has %d bytes, its manifest says %d"
                                .formatted(size.getAsLong(), entry.size()));
            }
        }
    }

    /** Reads all files and compares their checksums. */
    void checkContent(Manifest manifest) throws StorageException {
        checkSizes(manifest);
        for (var entry : manifest.files()) {
            try {
                transfer(entry, OutputStream.nullOutputStream());
            } catch (StorageException e) {
                throw e;
            } catch (IOException e) {
                throw new IllegalStateException("a stream that keeps nothing cannot fail", e);
            }
        }
    }

    /**
     * Writes all files into a folder, each beside its name first and renamed when its checksum is
     * right.
     */
    void download(Manifest manifest, Path folder) throws StorageException, IOException {
        checkSizes(manifest);
        for (var entry : manifest.files()) {
            var target = folder.resolve(entry.path());
            Files.createDirectories(target.getParent());
            var beside =
                    target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
            try {
                try (var out = new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16)) {
                    transfer(entry, out);
                }
                rename(beside, target);
            } finally {
                Files.deleteIfExists(beside);
            }
        }
    }

    private void transfer(Manifest.Entry entry, OutputStream out)
            throws StorageException, IOException {
        var digest = Sha256.digest();
        try {
            storage.copy(
                    bucket,
                    prefix + entry.path(),
                    entry.size(),
                    new DigestOutputStream(out, digest));
        } catch (StorageException.NotFound e) {
            throw bad(entry, "is gone");
        }
        var sha256 = HexFormat.of().formatHex(digest.digest());
        if (!sha256.equals(entry.sha256())) {
            throw bad(
                    entry,
                    "has SHA-256 %s, its manifest says %s".formatted(sha256, entry.sha256()));
        }
    }

    private static void rename(Path beside, Path target) throws IOException {
        try {
            Files.move(
                    beside,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private StorageException.BadContent bad(Manifest.Entry entry, String what) {
        return new StorageException.BadContent(
                "%s: %s; the object was changed after publishing, use another version"
                        .formatted(place(entry.path()), what),
                null);
    }
}
