package dev.skerry.trainer.ingest;

import dev.skerry.trainer.ingest.fetch.WorkDirectory;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A folder that appears as a whole: written beside its place and renamed at the end. Only the files
 * of a result are ever replaced, so a wrong {@code --out} destroys nothing else.
 */
final class OutputDirectory implements AutoCloseable {

    private final Path target;
    private final WorkDirectory work;
    private final Path beside;

    private OutputDirectory(Path target, WorkDirectory work) throws IOException {
        this.target = target;
        this.work = work;
        this.beside = Files.createDirectory(work.path().resolve("result"));
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
        return new OutputDirectory(absolute, WorkDirectory.in(parent));
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

    /** Removes what was not published; a signal does so too. */
    @Override
    public void close() {
        work.close();
    }
}
