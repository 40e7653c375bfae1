package dev.skerry.local.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Files and folders of the state folder: for their owner only, written beside and renamed. */
final class OwnedFiles {
    private OwnedFiles() {}

    static Path folder(Path path) throws IOException {
        var mode = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(path, PosixFilePermissions.asFileAttribute(mode));
        Files.setPosixFilePermissions(path, mode);
        return path;
    }

    /** A reader sees the old content or the new one, and no other user either. */
    static void write(Path path, byte[] content) throws IOException {
        Path beside =
                path.resolveSibling("." + path.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(beside);
        var mode = PosixFilePermissions.fromString("rw-------");
        try (var channel =
                Files.newByteChannel(
                        beside,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(mode))) {
            var bytes = java.nio.ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) channel.write(bytes);
        }
        Files.move(
                beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void copyTree(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : all) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) Files.createDirectories(target);
            else Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Removes a folder and all in it; what another process removes meanwhile is no error. */
    static void removeTree(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                removeTree(folder);
                return;
            }
            throw e.getCause();
        }
        for (Path path : all) Files.deleteIfExists(path);
    }
}
