package dev.skerry.local.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The disk that holds a folder. */
public record Disk(Path folder) {
    /** etcd alone reserves 64 MB at a time. */
    static final long SCARCE_BYTES = 100L << 20;

    private static final double MB = 1e6;

    /** What is wrong with it, in words for the user; empty where it has space, or does not say. */
    public Optional<String> trouble() {
        try {
            long left = Files.getFileStore(folder).getUsableSpace();
            if (left >= SCARCE_BYTES) return Optional.empty();
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "the disk of %s is full (%.1f MB left), free some space",
                            folder,
                            left / MB));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
