package dev.skerry.trainer.ingest.fetch;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder of one run's own, readable by its owner only, gone when the run is. */
public final class WorkDirectory implements AutoCloseable {

    private final Path path;
    private final Thread atExit;

    /**
     * Goes with the process at the latest, on SIGTERM and SIGINT too.
     *
     * @param parent empty string for the system's folder for temporary files
     */
    public static WorkDirectory in(Path parent) throws IOException {
        var directory = ownedIn(parent);
        Runtime.getRuntime().addShutdownHook(directory.atExit);
        return directory;
    }

    /** Like {@link #in}, but only its owner removes it, who still needs it after a signal. */
    public static WorkDirectory ownedIn(Path parent) throws IOException {
        Files.createDirectories(parent);
        return new WorkDirectory(
                Files.createTempDirectory(
                        parent,
                        "skerry-ingest-",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------"))));
    }

    private WorkDirectory(Path path) {
        this.path = path;
        this.atExit = Thread.ofPlatform().unstarted(() -> delete(path));
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException alreadyExiting) {
            // the hook does it
        }
    }

    /** Never follows links; what cannot be removed stays. */
    private static void delete(Path folder) {
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.deleteIfExists(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e)
                                throws IOException {
                            if (e instanceof NoSuchFileException) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw e;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path directory, IOException e)
                                throws IOException {
                            Files.deleteIfExists(directory);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            System.getLogger(WorkDirectory.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "workdir.left path={0} reason={1}",
                            folder,
                            e.getMessage());
        }
    }
}
