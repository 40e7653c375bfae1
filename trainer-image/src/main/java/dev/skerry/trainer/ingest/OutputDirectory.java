package dev.skerry.trainer.ingest;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/**
 * A folder that appears as a whole: written beside its place and renamed at the end. Only the files
 * of a result are ever replaced, so a wrong {@code --out} destroys nothing else.
 */
final class OutputDirectory implements AutoCloseable {

    private final Path target;
    private final Path beside;

    private OutputDirectory(Path target, Path beside) {
        this.target = target;
        this.beside = beside;
    }

    /**
     * @param force replace the files of an earlier result
     * @throws DirectoryNotEmptyException if there is something at {@code target} and {@code force}
     *     is not given
     */
    static OutputDirectory at(Path target, boolean force) throws IOException {
        var absolute = target.toAbsolutePath().normalize();
        if (Files.exists(absolute) && !force && !isEmptyFolder(absolute)) {
            throw new DirectoryNotEmptyException(target.toString());
        }
        var parent = absolute.getParent();
        if (parent == null) {
            throw new IOException(target + " is the root of the file system");
        }
        Files.createDirectories(parent);
        return new OutputDirectory(
                absolute, Files.createTempDirectory(parent, "." + absolute.getFileName() + "-"));
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (var entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Where to write. */
    Path path() {
        return beside;
    }

    void publish() throws IOException {
        if (!Files.exists(target) || isEmptyFolder(target)) {
            Files.deleteIfExists(target);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        for (var name :
                new String[] {
                    ResultFiles.FILES,
                    ResultFiles.EDGES,
                    ResultFiles.EXTERNAL,
                    ResultFiles.UNRESOLVED,
                    ResultFiles.VECTORS,
                    ResultFiles.REPORT
                }) {
            var file = beside.resolve(name);
            if (Files.exists(file)) {
                Files.move(file, target.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(target.resolve(name));
            }
        }
    }

    /** Removes what was not published. */
    @Override
    public void close() throws IOException {
        if (!Files.exists(beside)) {
            return;
        }
        try (var entries = Files.walk(beside)) {
            for (var entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }
}
