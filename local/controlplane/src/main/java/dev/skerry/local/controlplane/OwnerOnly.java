package dev.skerry.local.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files and folders that only their owner may read, written beside and renamed: a reader sees all
 * or nothing.
 */
final class OwnerOnly {
    private static final Set<PosixFilePermission> DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> FILE_ATTRIBUTE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final AtomicLong COUNTER = new AtomicLong();

    private OwnerOnly() {}

    static Path directory(Path path) throws IOException {
        Files.createDirectories(path, PosixFilePermissions.asFileAttribute(DIRECTORY));
        Files.setPosixFilePermissions(path, DIRECTORY);
        return path;
    }

    static Path write(Path path, String text) throws IOException {
        var beside = beside(path);
        try {
            try (var channel =
                    Files.newByteChannel(
                            beside,
                            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            FILE_ATTRIBUTE)) {
                var bytes = java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) channel.write(bytes);
            }
            return Files.move(
                    beside,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** A name in the same folder that no other thread or process uses. */
    static Path beside(Path path) {
        return path.resolveSibling(
                ".%s.%d.%d"
                        .formatted(
                                path.getFileName(),
                                ProcessHandle.current().pid(),
                                COUNTER.incrementAndGet()));
    }
}
